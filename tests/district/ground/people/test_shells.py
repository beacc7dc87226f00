"""Whose frame a page gets that people with and without a desk share."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from district.ground.people.doors import DESK, HALL, shell_of
from tests.district.cases.factories import District, person


def test_the_desk_is_for_whoever_has_one_and_one_s_own_affairs_for_officials(here: District) -> None:
    assert (shell_of(here.officer), shell_of(here.officer, own=True)) == (DESK, DESK)
    assert (shell_of(here.founder), shell_of(here.founder, own=True)) == (HALL, HALL)
    assert (shell_of(AnonymousUser()), shell_of(None)) == (HALL, HALL)
    expert = person("guest", expert="区科委")
    assert (shell_of(expert), shell_of(expert, own=True)) == (DESK, HALL)
