"""What the buttons of clusters and introductions carry. Their form is `handlers.callbacks`'."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Id


class ClusterHome(CallbackData, prefix="clh"):
    """A cluster, for whoever looks after it; `new` in a message of its own."""

    cluster: Id
    new: bool = False


class ClusterMembers(CallbackData, prefix="clm"):
    """A page of its members."""

    cluster: Id
    page: Id


class ClusterMember(CallbackData, prefix="clo"):
    """One of them."""

    cluster: Id
    attendee: Id


class ClusterLink(CallbackData, prefix="cll"):
    """The link for members: shown, and made where there is none; or taken back."""

    cluster: Id
    on: bool


class ClusterDigest(CallbackData, prefix="cld"):
    """Whether the evening's message comes."""

    cluster: Id
    on: bool


class DigestSetting(CallbackData, prefix="clg"):
    """The same among the settings, of all clusters one looks after."""

    on: bool


class Introduce(CallbackData, prefix="cli"):
    """Whom to introduce a member to?"""

    cluster: Id
    attendee: Id


class IntroduceTo(CallbackData, prefix="clt"):
    """To this one; a line may be written."""

    cluster: Id
    one: Id
    other: Id


class SendIntroduction(CallbackData, prefix="cls"):
    """Ask both, with the line written last if it is the one for these two."""

    cluster: Id
    one: Id
    other: Id


class Introductions(CallbackData, prefix="clp"):
    """A page of a cluster's introductions."""

    cluster: Id
    page: Id


class AnswerIntroduction(CallbackData, prefix="cly"):
    """One of the two says yes or "not now"."""

    introduction: Id
    yes: bool


class ShowIntroduction(CallbackData, prefix="clv"):
    """An introduction, as one of the two sees it."""

    introduction: Id


class MyClusters(CallbackData, prefix="clc"):
    """Of which clusters is the reader a member?"""


class JoinCluster(CallbackData, prefix="clj"):
    """The reader belongs to it."""

    cluster: Id


class LeaveCluster(CallbackData, prefix="clx"):
    """They do not."""

    cluster: Id


class Clusters(CallbackData, prefix="cla"):
    """All clusters, for organisers."""


class OneCluster(CallbackData, prefix="clb"):
    """One of them."""

    cluster: Id


class InviteManager(CallbackData, prefix="cle"):
    """Make a one-time link for somebody who is to look after it."""

    cluster: Id


class DropManager(CallbackData, prefix="clr"):
    """Somebody is to look after it no more; asked once more before."""

    cluster: Id
    person: Id
    sure: bool


OF_INTRODUCTIONS: tuple[type[CallbackData], ...] = (AnswerIntroduction, ShowIntroduction)
"""The buttons on an introduction, for the two."""
