"""The awake value beside a reading in sleep."""
