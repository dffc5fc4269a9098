"""What is looked up before a month is billed: the patient's standing with the payer on the service date."""
