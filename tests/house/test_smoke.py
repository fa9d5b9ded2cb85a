import pytest
@pytest.mark.django_db
def test_x(client):
    assert client.get("/alive").content == b"ok"
    from django.db import connection
    assert connection.vendor
