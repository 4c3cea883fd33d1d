"""What happens on the card after the credit."""
