"""What the tapped button of a reminder, of the words after a meeting, of contacts or of the
settings leads to, looked up once more: for an answer that was lost in a crash."""

from aiogram.filters.callback_data import CallbackData

from handlers import callbacks as cb
from handlers import callbacks_after as after
from handlers import callbacks_clusters as cc
from handlers.callbacks_checkin import CheckIn
from handlers.screens import checkin as checkin_screens
from handlers.screens import clusters as cluster_screens
from handlers.screens import exchange as exchange_screens
from handlers.screens import feedback as feedback_screens
from handlers.screens import introductions as introduction_screens
from handlers.screens import memberships as membership_screens
from handlers.screens import reminders as reminder_screens
from handlers.screens import settings as settings_screens
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.checkin import GuestKey
from matchmaking.clusters import ClusterId
from matchmaking.introductions import IntroductionId
from matchmaking.meetings import MeetingId
from matchmaking.ports import Work
from matchmaking.usecases import (
    attending,
    checking_in,
    cluster_views,
    clusters,
    exchange,
    feedback,
    introductions,
    reminding,
)
from matchmaking.usecases.arrivals import Arrival

_KINDS: tuple[type[CallbackData], ...] = (
    *after.ABOUT_MEETINGS,
    after.Settings,
    after.Remind,
    after.Hush,
    after.Unhush,
    CheckIn,
    cc.AnswerIntroduction,
    cc.ShowIntroduction,
    cc.JoinCluster,
    cc.LeaveCluster,
    cc.DigestSetting,
    cc.ClusterDigest,
)


async def stands(work: Work, arrival: Arrival, book: Phrasebook, data: str) -> Screen | None:
    """The screen that the tapped message is to be; None for another button, or when the chat's
    own step says it. Raises `Refused` as the use cases do."""
    deed = cb.unpack(data, _KINDS)
    match deed:
        case after.Here() | after.Late():
            return await _door(work, arrival, book, MeetingId(deed.meeting))
        case after.Tell() | after.Held() | after.Rate() | after.Agree() | after.Done():
            return await _feedback(work, arrival, book, MeetingId(deed.meeting))
        case after.Exchange() | after.Give() if not work.conversation.step:
            return await _exchange(work, arrival, book, MeetingId(deed.meeting))
        case after.Settings() | after.Remind() | after.Hush() | after.Unhush():
            return await _settings(work, arrival, book)
        case CheckIn():
            return await _guest(work, arrival, book, deed)
        case cc.DigestSetting():
            return await _settings(work, arrival, book)
        case cc.AnswerIntroduction() | cc.ShowIntroduction():
            number = IntroductionId(deed.introduction)
            return await _introduction(work, arrival, book, number)
        case cc.JoinCluster() | cc.LeaveCluster():
            return await _memberships(work, arrival, book)
        case cc.ClusterDigest():
            return await _cluster(work, arrival, book, ClusterId(deed.cluster))
    return None


async def _introduction(
    work: Work, arrival: Arrival, book: Phrasebook, number: IntroductionId
) -> Screen:
    actor = arrival.person.id
    view = await work.look(
        lambda uow, now: introductions.view(uow, now, actor=actor, introduction_id=number)
    )
    return introduction_screens.introduction(view, book)


async def _memberships(work: Work, arrival: Arrival, book: Phrasebook) -> Screen:
    actor = arrival.person.id
    found = await work.look(lambda uow, now: clusters.mine(uow, now, actor=actor))
    return membership_screens.mine(found, book)


async def _cluster(work: Work, arrival: Arrival, book: Phrasebook, number: ClusterId) -> Screen:
    actor = arrival.person.id
    view = await work.look(
        lambda uow, now: cluster_views.home(uow, now, actor=actor, cluster_id=number)
    )
    return cluster_screens.home(view, book)


async def _door(work: Work, arrival: Arrival, book: Phrasebook, number: MeetingId) -> Screen:
    actor = arrival.person.id
    door = await work.look(
        lambda uow, now: attending.look(uow, now, actor=actor, meeting_id=number)
    )
    return reminder_screens.tapped(door, work.now, book)


async def _feedback(work: Work, arrival: Arrival, book: Phrasebook, number: MeetingId) -> Screen:
    actor = arrival.person.id
    view = await work.look(lambda uow, now: feedback.look(uow, now, actor=actor, meeting_id=number))
    return feedback_screens.feedback(view, book)


async def _exchange(work: Work, arrival: Arrival, book: Phrasebook, number: MeetingId) -> Screen:
    actor = arrival.person.id
    view = await work.look(lambda uow, now: exchange.look(uow, now, actor=actor, meeting_id=number))
    return exchange_screens.exchange(view, arrival.person.username, book)


async def _guest(work: Work, arrival: Arrival, book: Phrasebook, deed: CheckIn) -> Screen:
    actor, key = arrival.person.id, GuestKey(kind=deed.kind, number=deed.guest)
    view = await work.look(lambda uow, now: checking_in.look(uow, now, actor=actor, key=key))
    return checkin_screens.guest(view, book)


async def _settings(work: Work, arrival: Arrival, book: Phrasebook) -> Screen:
    actor = arrival.person.id
    known = await work.look(lambda uow, now: reminding.settings(uow, now, actor=actor))
    return settings_screens.settings(known, book)
