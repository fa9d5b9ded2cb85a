"""How one stands among those of his trade, grade and age: counted once a day, read with a portrait."""

from jiangxin.insight.peers.reading import Peers, Place, TooFew, peers_of

__all__ = ["Peers", "Place", "TooFew", "peers_of"]
