"""What is true of a household, a payment, an agent, an official? A drop of tables becomes feature tables."""

from features.memory import keep_at_hand

keep_at_hand()
