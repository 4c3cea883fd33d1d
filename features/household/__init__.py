"""What is true of the household: entitlement, assets, cards and splits, register matches."""
