"""What compliance sees to: months no longer carried, reviews, a sample."""
