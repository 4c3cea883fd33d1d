"""What the programme paid, against its own rules and calendar."""
