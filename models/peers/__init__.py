"""What is usual among peers, frozen at training."""

from models.peers.deviate import INNOCENT_SIDE, LOUDEST
from models.peers.table import PeerTable

__all__ = ["INNOCENT_SIDE", "LOUDEST", "PeerTable"]
