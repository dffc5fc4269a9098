"""For the programs that look after the server: does it live, is it ready, what does it measure."""
