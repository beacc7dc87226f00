"""Template tags and filters every page may use: dates, money, icons. Loaded as builtins."""

from django import template

register = template.Library()
