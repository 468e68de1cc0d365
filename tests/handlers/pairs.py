"""Two people who suit each other, and an offer between them."""

from tests.handlers.chat import Phone, World

MAKER = "We make olive oil and are looking for distributors."
BUYER = "We are distributors in France and we are looking for olive oil."


async def pair(world: World) -> tuple[Phone, Phone]:
    """Rania, who makes oil, reads English in Tunis; Karim, who buys it, French in Paris."""
    karim = world.phone("Karim", "fr")
    await karim.onboard(BUYER, language="fr", country="FR", speaks=7)
    rania = world.phone("Rania", "en")
    await rania.onboard(MAKER, speaks=7)
    world.deliver()  # what either is told of the other's arrival
    return rania, karim


async def offered(world: World) -> tuple[Phone, Phone]:
    """Rania has offered Karim three slots, and he was told."""
    rania, karim = await pair(world)
    await rania.tap("^pr:")
    await rania.tap("^of:")
    assert world.deliver() == ["offer"]
    return rania, karim
