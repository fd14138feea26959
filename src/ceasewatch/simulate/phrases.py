"""The wording of invented stories in two languages. Entries at one index say the same, so a story can be translated."""

from __future__ import annotations

from typing import Final

Pair = tuple[tuple[str, ...], tuple[str, ...]]
"""English, Russian."""

NOUNS: Final[dict[str, Pair]] = {
    "explosion": (
        ("explosions", "blasts", "detonations", "loud bangs", "artillery fire", "shelling"),
        ("взрывы", "разрывы", "детонации", "громкие хлопки", "артиллерийский огонь", "обстрел"),
    ),
    "impact": (
        ("impacts", "strikes", "shell hits", "incoming rounds", "artillery fire", "shelling"),
        ("попадания", "удары", "прилёты", "попадания снарядов", "артиллерийский огонь", "обстрел"),
    ),
    "burst": (
        ("bursts of machine-gun fire", "automatic fire", "machine-gun bursts", "gunfire", "a firefight", "shooting"),
        ("пулемётные очереди", "автоматные очереди", "очереди", "стрельба", "перестрелка", "огонь из пулемётов"),
    ),
    "shot": (
        ("shots", "rifle shots", "single shots", "gunfire", "sniper fire", "shooting"),
        ("выстрелы", "винтовочные выстрелы", "одиночные выстрелы", "стрельба", "огонь снайпера", "огонь"),
    ),
    "launch": (
        ("outgoing fire", "launches", "rocket launches", "a salvo", "outgoing rounds", "artillery fire"),
        ("исходящий огонь", "пуски", "пуски ракет", "залп", "исходящие", "артиллерийский огонь"),
    ),
    "overflight": (
        ("drones", "unmanned aircraft", "UAVs", "a drone", "buzzing drones", "quadcopters"),
        ("дроны", "беспилотники", "БПЛА", "дрон", "гул дронов", "квадрокоптеры"),
    ),
    "fire": (
        ("a fire", "smoke and flames", "burning fields", "a blaze", "a large fire", "smoke"),
        ("пожар", "дым и пламя", "горят поля", "возгорание", "крупный пожар", "дым"),
    ),
    "jamming": (
        ("GPS failure", "jamming", "loss of satellite navigation", "interference", "no mobile signal", "radio noise"),
        ("сбой GPS", "глушение", "потеря спутниковой навигации", "помехи", "нет связи", "радиошум"),
    ),
    "casualty": (
        ("people hurt", "casualties", "a mine accident", "wounded people", "victims", "injured residents"),
        ("пострадавшие", "жертвы", "подрыв на мине", "раненые", "потерпевшие", "раненые жители"),
    ),
    "other": (
        ("an incident", "unusual noise", "something", "a disturbance", "trouble", "an emergency"),
        ("происшествие", "шум", "что-то", "беспорядок", "тревога", "ЧП"),
    ),
}
"""Words for what happened. Some words serve several kinds, as they do in the press."""
COUNTABLE: Final = 4
"""The first so many words of a kind are plurals that take a number."""
UNCOUNTED: Final = frozenset({"fire", "jamming", "casualty", "other"})
"""Kinds whose words take no number."""

LEADS: Final[Pair] = (
    (
        "{what} heard {where} {when}.",
        "Residents of {place} report {what} {when}.",
        "{when}, {what} {where}, witnesses say.",
        "{what} in {place}!",
        "{place}: {what}, {when}.",
        "The situation {where} remains tense: {what} recorded {when}.",
        "Ceasefire broken {where}: {what} {when}.",
        "{when} the enemy opened fire {where}: {what}.",
        "We hear {what} again {where}.",
        "Reports of {what} {where} came in {when}.",
    ),
    (
        "{what} слышны {where} {when}.",
        "Жители н.п. {place} сообщают: {what} {when}.",
        "{when} {where}: {what}, говорят очевидцы.",
        "{what} в {place}!",
        "{place}: {what}, {when}.",
        "Обстановка {where} остаётся напряжённой: {when} зафиксированы {what}.",
        "Перемирие нарушено {where}: {what} {when}.",
        "{when} противник открыл огонь {where}: {what}.",
        "Опять {what} {where}.",
        "Сообщения о том, что {where} {what}, поступили {when}.",
    ),
)
WHERE: Final[Pair] = (
    (
        "near {place}",
        "in {place}",
        "outside {place}",
        "on the outskirts of {place}",
        "in the {place} area",
        "by {place}",
    ),
    ("возле {place}", "в {place}", "под {place}", "на окраине {place}", "в районе {place}", "у {place}"),
)
DETAILS: Final[Pair] = (
    (
        "No casualties were reported.", "Windows were broken in {k} houses.", "The information is being verified.",
        "Part of the settlement is without power.", "The road is closed to traffic.", "{k} houses were damaged.",
        "Fire crews are at work.", "The mission has been informed.", "It lasted about {k} minutes.",
        "People were told to stay in shelters.", "The exact place is not known.", "A school was closed for the day.",
        "A video of it is being shared.", "The last such case was {k} days ago.", "Dogs barked all night.",
        "The other side denies it.", "There was no reply.", "Smoke could be seen from {k} km away.",
    ),
    (
        "О пострадавших не сообщается.", "Выбиты окна в {k} домах.", "Информация уточняется.",
        "Часть населённого пункта без света.", "Дорога закрыта для движения.", "Повреждены дома: {k}.",
        "Работают пожарные.", "Миссия извещена.", "Это продолжалось около {k} минут.",
        "Людей просят оставаться в укрытиях.", "Точное место неизвестно.", "Школа на день закрыта.",
        "В сети появилось видео.", "Последний такой случай был {k} дней назад.", "Всю ночь лаяли собаки.",
        "Другая сторона это отрицает.", "Ответного огня не было.", "Дым виден за {k} км.",
    ),
)  # fmt: skip
SAID: Final[Pair] = (
    (
        "", "Lorvane Wire reports.", "The administration said.", "This was stated by the press service of Party A.",
        "This was stated by the press service of Party B.", "A reader wrote to us.", "According to local channels.",
        "Our correspondent reports.", "The emergency service confirmed it.", "As monitors noted.",
    ),
    (
        "", "Сообщает «Лорвейн Уайр».", "Об этом сообщила администрация.", "Об этом заявила пресс-служба стороны A.",
        "Об этом заявила пресс-служба стороны B.", "Нам написал читатель.", "По данным местных каналов.",
        "Передаёт наш корреспондент.", "Это подтвердили в экстренной службе.", "Как отметили наблюдатели.",
    ),
)  # fmt: skip
PREFIXES: Final[Pair] = (
    ("", "Source: {who}. ", "{who}: ", "RT {who}: ", "UPDATE. ", "(via {who}) ", "As {who} writes, ", "FWD "),
    (
        "",
        "Источник: {who}. ",
        "{who}: ",
        "Репост {who}: ",
        "ОБНОВЛЕНО. ",
        "(через {who}) ",
        "Как пишет {who}, ",
        "Пересылка ",
    ),
)
PARTS_OF_DAY: Final[Pair] = (
    ("at night", "in the morning", "in the afternoon", "in the evening"),
    ("ночью", "утром", "днём", "вечером"),
)
NUMBERS: Final[Pair] = (
    ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    ("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"),
)
VAGUE: Final[Pair] = (("several", "many", "a series of", "a number of"), ("несколько", "много", "серия:", "ряд:"))
