"""Everything a use case may load and save, over one open transaction."""

from sqlalchemy import Connection

from storage.agendas import StoredAgendas
from storage.announcements import StoredAnnouncements
from storage.attendances import StoredAttendances
from storage.attendees import StoredAttendees
from storage.audit import StoredAudit
from storage.blocks import StoredBlocks
from storage.checkins import StoredCheckIns
from storage.clusters import StoredClusters
from storage.contacts import StoredContacts
from storage.conversations import StoredConversations
from storage.events import StoredEvents
from storage.faces import StoredFaces
from storage.feedback import StoredFeedback
from storage.figures import StoredFigures
from storage.imports import StoredImports
from storage.introductions import StoredIntroductions
from storage.matches import StoredMatches
from storage.meetings import StoredMeetings
from storage.memory import Memory, Recall
from storage.moderation import StoredModeration
from storage.notices import StoredNotices
from storage.organisers import StoredOrganisers
from storage.people import StoredPeople
from storage.registrations import StoredRegistrations
from storage.seats import StoredSeats
from storage.wishes import StoredWishes


class StoredUnit:
    """`ports.UnitOfWork`. Whoever made the connection begins and ends the transaction."""

    def __init__(self, connection: Connection, memory: Memory) -> None:
        recall = Recall(memory=memory)
        self.people = StoredPeople(connection, recall)
        self.events = StoredEvents(connection, recall)
        self.attendees = StoredAttendees(connection, recall)
        self.matches = StoredMatches(connection)
        self.meetings = StoredMeetings(connection)
        self.faces = StoredFaces(connection)
        self.blocks = StoredBlocks(connection)
        self.seats = StoredSeats(connection)
        self.notices = StoredNotices(connection)
        self.announcements = StoredAnnouncements(connection)
        self.organisers = StoredOrganisers(connection)
        self.audit = StoredAudit(connection)
        self.moderation = StoredModeration(connection, self.attendees)
        self.agendas = StoredAgendas(connection)
        self.registrations = StoredRegistrations(connection)
        self.imports = StoredImports(connection)
        self.conversations = StoredConversations(connection)
        self.wishes = StoredWishes(connection)
        self.attendances = StoredAttendances(connection)
        self.feedback = StoredFeedback(connection)
        self.contacts = StoredContacts(connection)
        self.checkins = StoredCheckIns(connection)
        self.figures = StoredFigures(connection)
        self.clusters = StoredClusters(connection)
        self.introductions = StoredIntroductions(connection)
