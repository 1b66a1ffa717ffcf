# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.reading import ModelSpan
from redaction.detection.recognisers.naam_klein import KleineLettersRecogniser
from redaction.detection.recognisers.naam_model import ModelNaamRecogniser
from redaction.detection.recognisers.naam_woorden import NaamWoordenRecogniser
from tests.redaction.detection.recognisers.table import assert_marked, found, reading_of


@pytest.mark.parametrize(
    "marked",
    [
        "Ik sprak met ‹Piet van der Berg› over de bomen.",
        "Daarna vertrok ‹Fatima El Amrani›.",
        "volgens ‹Mehmet Yılmaz› is dat zo",
        "Vanmiddag heeft ‹Agnieszka Wójcik-Koster› gebeld.",
        "de brief van ‹Radjesh Tjon A Ten›, die",
        "‹FATIMA EL AMRANI›",
        "het werd ‹Jan J. Koster› te veel",
        "met ‹Li Wang› en ‹Abdirahman Warsame›",
        "toen ‹Piet Groeneweg› kwam",
    ],
)
def test_known_first_names_and_what_follows(marked: str) -> None:
    assert_marked(NaamWoordenRecogniser(), marked, lambda each: each.score >= 0.6)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("De gemeente Delden heeft een plan.", "a town"),
        ("Het college van burgemeester en wethouders van Enschede", "a body"),
        ("wij wonen aan de Jan Steenstraat", "a street named after a painter"),
        ("in de Kerkstraat is het druk", "a street"),
        ("In januari en op Maandag", "a month and a weekday"),
        ("de Participatiewet en de Jeugdwet", "laws"),
        ("PROCES-VERBAAL VAN AANGIFTE", "a heading in capitals"),
        ("Klaagster stelt dat zij niet is gehoord.", "a word for a person"),
        ("Sportvereniging De Zweef vraagt subsidie", "an association"),
        ("WhatsApp-gesprek", "a product and a word"),
    ],
)
def test_other_capitals_stay(text: str, reason: str) -> None:
    assert found(NaamWoordenRecogniser(), text, least=0.5) == [], reason


def test_what_the_model_calls_a_place_weighs_less() -> None:
    scores = []
    for text, marked in (
        ("wij gaan met Quistema naar huis", False),
        ("wij gaan met Quistema naar huis", True),
        ("wij gaan naar Quistema. Daarna", True),
    ):
        start = text.index("Quistema")
        entities = (ModelSpan("LOC", start, start + 8),) if marked else ()
        scores.append(
            max((each.score for each in NaamWoordenRecogniser().find(reading_of(text, entities))), default=0.0)
        )
    alone, place, place_behind_a_preposition = scores
    assert 0.35 < alone < 0.6
    assert alone > place > place_behind_a_preposition


@pytest.mark.parametrize(
    ("span", "low", "high"),
    [
        ("Quistema", 0.7, 0.9),
        ("Fatima", 0.8, 0.95),
        ("Gereed", 0.0, 0.34),
        ("Klaagster", 0.0, 0.34),
        ("Zomer", 0.35, 0.6),
    ],
)
def test_the_models_word_counts_less_for_plain_words(span: str, low: float, high: float) -> None:
    text = f"Hier staat {span} nu"
    start = text.index(span)
    (candidate,) = ModelNaamRecogniser().find(reading_of(text, (ModelSpan("PER", start, start + len(span)),)))
    assert low <= candidate.score <= high
    assert text[candidate.start : candidate.end] == span


def test_other_labels_of_the_model_are_no_names() -> None:
    assert not list(ModelNaamRecogniser().find(reading_of("in Delden", (ModelSpan("LOC", 3, 9),))))


@pytest.mark.parametrize(
    "marked",
    [
        "groet van ‹fatima el amrani›",
        "ik heb ‹mehmet yilmaz› gesproken",
        "vraag het ‹jan de vries› maar",
        "deelnemers: ‹amal koster› en Piet",
    ],
)
def test_whole_names_in_small_letters(marked: str) -> None:
    assert_marked(KleineLettersRecogniser(), marked)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("fatima.koster@voorbeeld.nl", "part of a mail address"),
        ("in jan en feb was het koud", "months cut short"),
        ("de roos bloeit in mei", "plain words that are names too"),
        ("een ali baba winkel", "no surname that is known"),
    ],
)
def test_small_words_that_are_no_name(text: str, reason: str) -> None:
    assert found(KleineLettersRecogniser(), text, least=0.65) == [], reason


@pytest.mark.parametrize(
    "marked",
    [
        "de achternaam is gewoon ‹jansen› hoor",
        "haar voornaam is ‹şule›",
        "de achternaam is gewoon\n‹nazari› hoor",
        "mijn meisjesnaam was dus ‹benhaddou›",
    ],
)
def test_a_small_word_that_is_said_to_be_a_name(marked: str) -> None:
    assert_marked(KleineLettersRecogniser(), marked, lambda each: each.score >= 0.85)


@pytest.mark.parametrize(
    "text", ["de achternaam is niet bekend", "de voornaam is verkeerd gespeld", "de achternaam ontbreekt op de lijst"]
)
def test_what_is_said_of_a_name_is_no_name(text: str) -> None:
    assert not found(KleineLettersRecogniser(), text)


@pytest.mark.parametrize(
    "marked",
    [
        "stuur die aanslag maar naar ‹gracjanek›",
        "‹khalidou› zegt dat ie niks heeft gehoord",
        "altijd die ‹okanlar› met zijn scooter",
        "groetjes ‹wiebrenus soepboerma›",
    ],
)
def test_a_small_word_that_dutch_does_not_have(marked: str) -> None:
    assert_marked(KleineLettersRecogniser(), marked, lambda each: each.score >= 0.5)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bestandnr. is zoek en de stoeptegel ligt los", "an abbreviation and a compound"),
        ("please find attached the requested documents", "another language"),
        ("de stoeprandhoek ligt bij de schoolpleinrand", "words made of words"),
    ],
)
def test_small_words_of_which_none_is_a_name(text: str, reason: str) -> None:
    assert not found(KleineLettersRecogniser(), text, least=0.35), reason


def test_a_small_first_name_of_somebody_who_was_spoken_to() -> None:
    assert_marked(KleineLettersRecogniser(), "oja, heb jij ‹murat› nog gesproken?", lambda each: each.score >= 0.75)
    assert not found(KleineLettersRecogniser(), "heb je vandaag nog gebeld? we hebben hem gesproken", least=0.6)
