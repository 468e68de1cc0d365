"""Sentences that a reader easily gets wrong, one by one."""

import pytest

from matchmaking.intents import ConceptId, CountryCode, Kind, Language, Role, Sector, Side
from matchmaking.reading.reader import Reading, read


def _labels(reading: Reading) -> list[tuple[str, str]]:
    return [(intent.kind.value, intent.side.value) for intent in reading.intents]


def test_reads_the_example_of_the_voice() -> None:
    reading = read("We make organic olive oil and look for distributors in France.")
    offer, seek = reading.intents
    assert (offer.kind, offer.side) == (Kind.TRADE, Side.OFFER)
    assert offer.words == "We make organic olive oil"
    assert offer.concepts == (
        ConceptId("agrifood.organic_food"),
        ConceptId("agrifood.olive_oil"),
    )
    assert (seek.kind, seek.side) == (Kind.TRADE, Side.SEEK)
    assert seek.words == "look for distributors in France"
    assert seek.concepts == (
        ConceptId("logistics.distributor"),
        ConceptId("agrifood.olive_oil"),
    )
    assert seek.markets == (CountryCode("FR"),)
    assert reading.sectors == (Sector.AGRIFOOD,)


@pytest.mark.parametrize(
    "text",
    [
        "We are not looking for distributors.",
        "No investors please",
        "Nous ne cherchons pas d'investisseurs",
        "Pas besoin de financement pour le moment.",
        "لا نبحث عن مستثمرين",
        "مش عايزين موزعين",
        "ما نلوجوش على مستثمرين",
        "Hello, I am glad to be here",
        "Bonjour à tous, ravi de vous rejoindre",
        "صباح الخير للجميع",
        "When does the panel on desalination start?",
        "À quelle heure est la table ronde sur le textile ?",
        "متى تبدأ جلسة الذكاء الاصطناعي؟",
        "I am looking for the programme",
        "Je cherche la salle 3",
        "",
        "🙂🙂🙂",
    ],
)
def test_finds_no_intent(text: str) -> None:
    reading = read(text)
    assert (reading.intents, reading.sectors, reading.countries) == ((), (), ())
    assert (reading.concepts, reading.role) == ((), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Not investors but distributors in Spain", [("trade", "seek")]),
        ("Pas d'investisseurs mais des clients en Italie", [("trade", "seek")]),
        ("لا نبحث عن تمويل بل عن موزعين في قطر", [("trade", "seek")]),
        ("Not only olive oil: we also sell dates", [("trade", "offer")]),
        ("Don't hesitate, we sell honey", [("trade", "offer")]),
        ("We want to sell our dates in Germany", [("trade", "offer")]),
        ("We want to buy dates from Algeria", [("trade", "seek")]),
        ("Nous souhaitons exporter nos tapis au Canada", [("trade", "offer")]),
        ("نريد بيع التمور في تركيا", [("trade", "offer")]),
        ("نريد شراء التمور من تونس", [("trade", "seek")]),
        ("We help companies that look for solar panels", [("trade", "offer")]),
        ("Looking for a workshop that makes leather bags", [("trade", "seek")]),
        ("Je cherche une entreprise qui propose du transport frigorifique", [("trade", "seek")]),
        ("نبحث عن شركة تقدم خدمات التبريد", [("trade", "seek")]),
        ("Firm specialised in pumps seeks agents", [("trade", "offer"), ("trade", "seek")]),
        ("شركة متخصصة في المضخات تبحث عن وكلاء", [("trade", "offer"), ("trade", "seek")]),
        ("Start-up looking for investors", [("investment", "seek")]),
        ("Investor looking for start-ups in fintech", [("investment", "offer")]),
        ("We invest in water start-ups", [("investment", "offer")]),
        ("Looking for investors and distributors for our soap",
         [("investment", "seek"), ("trade", "seek")]),
        ("Looking for partners for a Horizon Europe consortium on algae", [("research", "seek")]),
        ("I would like to meet other cluster managers", [("networking", "seek")]),
        ("Agents wanted in Morocco for our paint", [("trade", "seek")]),
        ("nheb nelqa mowazzi3in", [("trade", "seek")]),
    ],
)  # fmt: skip
def test_reads_kind_and_side(text: str, expected: list[tuple[str, str]]) -> None:
    assert _labels(read(text)) == expected


def test_a_refused_market_and_topic_are_not_read() -> None:
    reading = read("We sell honey. We are not looking for investors in France.")
    assert reading.countries == ()
    assert reading.concepts == (ConceptId("agrifood.honey"),)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("I speak French and English and look for honey", []),
        ("Je parle italien, je cherche du miel", []),
        ("نتكلم بالفرنسية ونبحث عن عسل", []),
        ("Nice to meet you, we sell honey", []),
        ("We sell honey in Nice", ["FR"]),
        ("We sell honey to French shops and Egyptian hotels", ["FR", "EG"]),
        ("نبيع العسل للمغرب وبتونس والأردن", ["MA", "TN", "JO"]),
        ("شركة في عمّان تبيع العسل", ["JO"]),
        ("نبيع العسل في سلطنة عمان", ["OM"]),
        ("nous vendons du miel aux Pays-Bas et en Côte d'Ivoire", ["NL", "CI"]),
        ("on organise une réunion, nous vendons du miel", []),
        ("نبيع العسل في طرابلس وبنغازي", ["LY"]),
        ("بدنا عسل لمحل بطرابلس", ["LB"]),
        ("نبيع العسل في عمان وصلالة", ["OM"]),
        ("عنا محل بعمان وبدنا عسل", ["JO"]),
        ("نبيع العسل في ميناء جدة", ["SA"]),
        ("نبيع العسل بالرياض وجدة والدمام", ["SA"]),
        ("نبيع العسل، الرياض", ["SA"]),
        ("نبيع مصائد السوسة الحمراء", []),
        ("نبيع العسل بالمفرق وبالجملة مع الصور", []),
        ("نبيع الفول السوداني وجوز الهند", []),
        ("les apicultrices bretonnes cherchent du miel", ["FR"]),
        ("nous vendons du miel à Alès, quatre bornes de recharge", ["FR"]),
    ],
)
def test_reads_countries(text: str, countries: list[str]) -> None:
    assert list(read(text).countries) == countries


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Our start-up sells honey", Role.STARTUP),
        ("We sell honey to start-ups", None),
        ("Looking for researchers on honey", None),
        ("Je suis chercheuse et je cherche du miel", Role.RESEARCHER),
        ("حاضنة أعمال تبحث عن موردين", Role.SUPPORT),
        ("We are a venture capital fund and invest in honey", Role.INVESTOR),
    ],
)
def test_reads_the_role_of_the_writer_only(text: str, role: Role | None) -> None:
    assert read(text).role == role


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("we sell orgnaic hony and almods", "agrifood.almonds"),
        ("looking for distributers", "logistics.distributor"),
        ("nous vendons de l’huile d’olive", "agrifood.olive_oil"),
        ("NOUS VENDONS DE L'HUILE D'OLIVE", "agrifood.olive_oil"),
        ("نبيع زَيْتَ الزَّيْتُونِ", "agrifood.olive_oil"),
        ("نبيع زيـــت الزيتون", "agrifood.olive_oil"),
        ("نبيع البلوك تشين", "fintech.blockchain"),
        ("fibres, colliers connectés pour troupeaux en transhumance", "agrifood.livestock_collars"),
        ("طلاء عاكس للحرارة لأسطح المباني", "construction.cool_roofs"),
        ("boiler pellets from olive stones", "energy.pellets"),
    ],
)
def test_knows_words_however_they_are_spelt(text: str, concept: str) -> None:
    assert ConceptId(concept) in read(text).concepts


def test_a_given_side_holds_for_every_clause() -> None:
    reading = read("Cold-press equipment, bottling line", side=Side.OFFER)
    assert {intent.side for intent in reading.intents} == {Side.OFFER}
    assert read("Distributors in Spain", side=Side.SEEK).intents[0].side is Side.SEEK


def test_networking_is_sought_even_in_a_list_of_offers() -> None:
    reading = read("Exchange of experience with other clusters", side=Side.OFFER)
    assert _labels(reading) == [("networking", "seek")]


def test_the_words_decide_the_language_before_the_preference_does() -> None:
    assert read("Nous vendons du miel", lang=Language.EN).lang is Language.FR
    assert read("123", lang=Language.AR).lang is Language.AR
    assert read("123").lang is Language.EN


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Nous livrons des fruits et légumes frais aux restaurants.", "creative.publishing"),
        ("نبحث عن مكتب هندسي يصمم شبكة ري لمزارعنا", "education.libraries"),
        ("Our museum guides are trained and speak four languages.", "mobility.rail"),
        ("We are tired of weeds in our olive groves.", "mobility.tyres"),
        ("عندنا مشروع كبير لتركيب ألواح شمسية على المدارس", "water.groundwater"),
    ],
)
def test_a_word_that_only_looks_like_a_topic_of_another_field_names_none(
    text: str, concept: str
) -> None:
    reading = read(text)
    assert reading.concepts
    assert ConceptId(concept) not in reading.concepts
    assert all(ConceptId(concept) not in intent.concepts for intent in reading.intents)


@pytest.mark.parametrize("text", ["Bibliothèques, olives, drones", "مكتبات، زيتون، طائرات مسيرة"])
def test_whatever_stands_in_a_list_by_itself_is_meant(text: str) -> None:
    named = {concept.partition(".")[0] for concept in read(text).concepts}
    assert named == {"education", "agrifood", "aerospace"}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("We offer zurna reeds.", "offer"),
        ("I offer guided walks.", "offer"),
        ("We need zurna reeds.", "seek"),
    ],
)
def test_what_is_said_clearly_stands_where_the_manner_tells_nothing(text: str, side: str) -> None:
    assert [said for _, said in _labels(read(text))] == [side]
