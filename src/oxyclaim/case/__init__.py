"""The record of one patient's oxygen: models, readers, and the tables they become."""
