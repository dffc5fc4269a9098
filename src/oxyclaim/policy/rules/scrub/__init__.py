"""Fourth stage: what a payer's front end would say."""
