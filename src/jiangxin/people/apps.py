from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, units, spells, users, duties."""

    name = "jiangxin.people"
    label = "people"
    verbose_name = "人员与单位"
