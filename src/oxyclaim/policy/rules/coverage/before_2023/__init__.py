"""What the policy asked for until the end of 2022 and no longer asks for."""
