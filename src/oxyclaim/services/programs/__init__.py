"""Other programs that use the desk: what they may do, whom they are told of what, and work that they leave to it."""
