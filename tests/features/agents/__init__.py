import features.build  # noqa: F401 - features.events and features.payments must not meet in a circle before it
