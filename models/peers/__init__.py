"""What is usual among peers, frozen at training."""

from models.peers.table import PeerTable

__all__ = ["PeerTable"]
