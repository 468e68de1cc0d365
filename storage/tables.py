"""Every table, by name. Importing this module is what makes the metadata whole."""

from storage.rows import Row, table_of
from storage.tables_after import AttendanceRow, ContactRow, FeedbackRow, WishesRow
from storage.tables_checkin import CheckInRow
from storage.tables_clusters import (
    ClusterInvitationRow,
    ClusterManagerRow,
    ClusterMemberRow,
    ClusterRow,
    IntroductionRow,
)
from storage.tables_delivery import (
    AgendaMessageRow,
    AnnouncementRow,
    ConversationRow,
    KeptUpdateRow,
    NoticeRow,
)
from storage.tables_event import (
    DayRow,
    EventRow,
    SeatRow,
    SessionRow,
    SpanRow,
    SpeakerRow,
    WindowRow,
)
from storage.tables_imports import ImportRow, RegistrationRow
from storage.tables_meeting import BookingRow, FaceRow, MatchRow, MeetingRow, OfferSlotRow
from storage.tables_moderation import ReportRow, StandingRow
from storage.tables_people import (
    AttendeeBlockRow,
    AttendeeRow,
    AttendeeWindowRow,
    BlockRow,
    EditionRow,
    IntentRow,
    PersonRow,
)
from storage.tables_team import AuditRow, InvitationRow, OrganiserRow

METADATA = Row.metadata

EVENT = table_of(EventRow)
DAY = table_of(DayRow)
WINDOW = table_of(WindowRow)
SPAN = table_of(SpanRow)
SESSION = table_of(SessionRow)
SEAT = table_of(SeatRow)
SPEAKER = table_of(SpeakerRow)
PERSON = table_of(PersonRow)
ATTENDEE = table_of(AttendeeRow)
INTENT = table_of(IntentRow)
ATTENDEE_WINDOW = table_of(AttendeeWindowRow)
ATTENDEE_BLOCK = table_of(AttendeeBlockRow)
BLOCK = table_of(BlockRow)
EDITION = table_of(EditionRow)
MATCH = table_of(MatchRow)
MEETING = table_of(MeetingRow)
OFFER_SLOT = table_of(OfferSlotRow)
FACE = table_of(FaceRow)
BOOKING = table_of(BookingRow)
ANNOUNCEMENT = table_of(AnnouncementRow)
NOTICE = table_of(NoticeRow)
ORGANISER = table_of(OrganiserRow)
INVITATION = table_of(InvitationRow)
REPORT = table_of(ReportRow)
STANDING = table_of(StandingRow)
AUDIT = table_of(AuditRow)
CONVERSATION = table_of(ConversationRow)
KEPT_UPDATE = table_of(KeptUpdateRow)
AGENDA_MESSAGE = table_of(AgendaMessageRow)
REGISTRATION = table_of(RegistrationRow)
IMPORT = table_of(ImportRow)
CHECK_IN = table_of(CheckInRow)
WISHES = table_of(WishesRow)
ATTENDANCE = table_of(AttendanceRow)
FEEDBACK = table_of(FeedbackRow)
CONTACT = table_of(ContactRow)
CLUSTER = table_of(ClusterRow)
CLUSTER_MEMBER = table_of(ClusterMemberRow)
CLUSTER_MANAGER = table_of(ClusterManagerRow)
CLUSTER_INVITATION = table_of(ClusterInvitationRow)
INTRODUCTION = table_of(IntroductionRow)
