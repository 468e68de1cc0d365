"""Which change of a message is the newest."""

from handlers.faces import RELIED_UPON_S, REMEMBERED, Faces


def test_a_newer_change_overtakes_the_older() -> None:
    faces = Faces()
    first, other = faces.begin(1, 10), faces.begin(1, 11)
    second = faces.begin(1, 10)
    assert faces.overtaken(1, 10, first)
    assert not faces.overtaken(1, 10, second)
    assert not faces.overtaken(1, 11, other)
    assert faces.newest(1, 10) is second


def test_old_changes_are_not_relied_upon_and_most_are_forgotten() -> None:
    now = [0.0]
    faces = Faces(lambda: now[0])
    change = faces.begin(1, 0)
    now[0] = RELIED_UPON_S
    assert faces.newest(1, 0) is change
    now[0] += 1
    assert faces.newest(1, 0) is None
    for number in range(1, REMEMBERED + 1):
        faces.begin(1, number)
    assert not faces.overtaken(1, 0, change)
    assert faces.newest(1, 1) is not None


def test_where_somebody_else_changes_messages_too_nothing_is_relied_upon() -> None:
    faces = Faces(alone=False)
    first = faces.begin(1, 10)
    assert faces.newest(1, 10) is None
    faces.begin(1, 10)
    assert faces.overtaken(1, 10, first)
