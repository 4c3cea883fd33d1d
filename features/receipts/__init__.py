"""What the family confirms and what citizens report."""
