"""Words of a policy book on the pages of changes."""

from django import template

from jiangxin.doors.me import words

register = template.Library()

register.filter("said", words.said)
