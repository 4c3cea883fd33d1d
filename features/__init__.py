"""What is true of a household, a payment, an agent, an official? A drop of tables becomes feature tables."""
