"""What a payer's front end refuses in a claim file beyond the guide: values only, asked of files by the scrub."""
