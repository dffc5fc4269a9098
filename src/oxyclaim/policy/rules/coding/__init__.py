"""Third stage: how a covered line is coded."""
