"""How one's own pages say what was read of a file."""

from django import template

from jiangxin.people.queries.reading import words_for

register = template.Library()
register.filter("what_read", words_for)
