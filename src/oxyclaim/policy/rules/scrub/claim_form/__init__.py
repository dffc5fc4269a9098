"""What a payer wants on a claim beyond what every claim carries: values only, asked when a claim is written."""
