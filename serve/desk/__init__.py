"""What people and machines read and write at the desk: the queue, case files, rings, decisions, answers.

Each module holds the queries of one thing and gives frozen dataclasses; ``serve.store.desk`` bounds them by region.
"""
