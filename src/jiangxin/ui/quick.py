"""What one process keeps in memory only to be quicker; every process may hold its own, and may lose it."""

from django.core.cache import caches
from django.utils.connection import ConnectionProxy

quick = ConnectionProxy(caches, "process")
