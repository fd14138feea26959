"""Words that carry no news, number words, and words of one meaning, in English, Ukrainian and Russian."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from anyascii import anyascii

_NUMBER_WORDS: Final = (
    "zero нуль ноль",
    "one один одна одне одного одну одной одною",
    "two два дві две двоє двое двох двух двома двумя",
    "three три троє трое трьох трех трьома тремя",
    "four чотири четыре четверо чотирьох четырех",
    "five п'ять пять п'ятеро пятеро п'яти пяти",
    "six шість шесть шестеро шести",
    "seven сім семь семеро семи",
    "eight вісім восемь восьми",
    "nine дев'ять девять дев'яти девяти",
    "ten десять десяти",
    "eleven одинадцять одиннадцать одинадцяти одиннадцати",
    "twelve дванадцять двенадцать дванадцяти двенадцати",
    "thirteen тринадцять тринадцать",
    "fourteen чотирнадцять четырнадцать",
    "fifteen п'ятнадцять пятнадцать п'ятнадцяти пятнадцати",
    "sixteen шістнадцять шестнадцать",
    "seventeen сімнадцять семнадцать",
    "eighteen вісімнадцять восемнадцать",
    "nineteen дев'ятнадцять девятнадцать",
    "twenty двадцять двадцать двадцяти двадцати",
)
_TENS: Final = {
    30: "thirty тридцять тридцать",
    40: "forty сорок",
    50: "fifty п'ятдесят пятьдесят",
    60: "sixty шістдесят шестьдесят",
    70: "seventy сімдесят семьдесят",
    80: "eighty вісімдесят восемьдесят",
    90: "ninety дев'яносто девяносто",
    100: "hundred сто",
}

_IDLE: Final = """
a an the and or but of to in on at by for from with near as is are was were be been has have had it its this that these
those there their his her after before during over into about around than more most least also not no who which what
when where while will would could may might according said say says told tell reports report reported reporting
reportedly informed informs announced announces stated states wrote writes confirmed confirms news agency service press
office channel video photo photos watch breaking update updated upd latest live exclusive urgent source sources via read
full story quoting quoted citing cited local
і й та в у на з із зі до від за про що як це цей ця ці був була було були є не по при під над біля після але або також
його її їх який яка яке які повідомляє повідомили повідомив повідомляють розповів сообщает сообщил сообщили сообщают
заявив заявила заявили заявил передает передає пише пишет новини новости відео видео фото джерело источник опубликовано
оновлено обновлено агентство агенція канал терміново срочно даними данным словами словам ссылкой посиланням
и с со из к ко от о об что как это этот эта эти был была было были есть не под возле около после но или также его ее их
который которая которое которые для он она они
"""

_MEANINGS: Final = """
blast blasts explosion explosions explosive detonation detonations вибух вибухи вибухів взрыв взрывы взрывов \
  вибухнув вибухнула взорвался взорвалась exploded explodes boom bang bangs
shelling shelled shells bombardment обстріл обстріли обстріляли обстрел обстрелы обстреляли обстрела обстрілу
strike strikes struck hit hits удар удари удару ударив ударили влучання влучив влучила попадание удара ударил
killed dead died dies kill kills killing fatalities загинув загинула загинули погиб погибла погибли вбито убит \
  убиты
wounded injured hurt injuries поранено поранений поранені ранен ранены ранения постраждали пострадали
drone drones uav uavs безпілотник безпілотники беспилотник беспилотники дрон дрони дроны бпла
missile missiles rocket rockets ракета ракети ракеты ракетний ракетный ракетою ракетой
fire fires blaze burning burns пожежа пожежі пожежу пожар пожары пожара горить горит
soldier soldiers serviceman servicemen troops trooper військовий військових військовослужбовець военный военных \
  военнослужащий боєць бійці боец бойцы
civilian civilians цивільний цивільні цивільних мирний мирних мирный мирных житель жителі жители resident \
  residents
mortar mortars міномет мінометний миномет минометный мінометів минометов
artillery артилерія артилерії артилерійський артиллерия артиллерии артиллерийский
gunfire shooting shots shot стрілянина постріли стрельба выстрелы
village town settlement село селище поселок посёлок селі
heard hear hears чули почули чутно чути слышали слышны слышно прогремів прогремел прозвучав
night overnight ніч ночі вночі ночь ночи ночью
morning вранці ранок утром утро
evening ввечері вечір вечером вечер
school школа школи школу школы школе
hospital лікарня лікарню лікарні больница больницу больницы
house houses home homes будинок будинки дом дома домов building buildings здание
power electricity енергетичний електро энергетический электро
depot warehouse склад складу складі склада складе
bridge міст мост мосту мосты
burst bursts automatic очередь очереди очередями черга черги чергами автоматная автоматные автоматных
machine-gun machinegun пулемет пулемёт пулемётные пулеметные пулемётов пулеметов кулемет кулеметні кулеметів
rifle sniper винтовка винтовочные снайпер снайпера гвинтівка снайпера
launch launches launched outgoing пуск пуски пусков исходящий исходящие запуск запуски вихідні вихідний
round rounds shell shells projectile projectiles снаряд снаряды снарядов снаряди снарядів
impact impacts incoming прилет прилёт прилеты прилёты прильот прильоти попадания влучань
casualty casualties victim victims жертва жертвы жертви потерпевшие потерпілі пострадавших постраждалих
people person persons люди людей людина человек чоловік осіб
window windows окно окна окон вікно вікна вікон
smoke дым дыма дим диму
flame flames пламя пламени полум'я
road roads highway дорога дороги дорогу шоссе шосе траса трасса
traffic movement движение движения рух руху
witness witnesses eyewitness очевидец очевидцы очевидцев очевидець очевидці свидетель свидетели свідок свідки
enemy противник противника враг врага ворог ворога супротивник
opened open открыл открыла открыли відкрив відкрила відкрили
ceasefire truce перемирие перемирия перемир'я
broken violated violation нарушено нарушение нарушил порушено порушення порушив
situation обстановка обстановки ситуация ситуации ситуація ситуації
tense напряженная напряжённая напряженной напряжённой напружена напруженою
recorded зафиксированы зафиксировано зафіксовано зафіксовані
deny denies denied отрицает отрицают опроверг заперечує заперечують спростував
side сторона стороны сторони
shelter shelters укрытие укрытиях укрытия укриття укриттях
firefighter firefighters crews пожарные пожарных пожежники пожежних рятувальники спасатели
emergency экстренной экстренная надзвичайна надзвичайної чп
mission миссия миссии місія місії
monitor monitors observer observers наблюдатель наблюдатели спостерігач спостерігачі
damaged damage повреждены повреждено повреждения пошкоджено пошкоджені пошкодження
closed close закрыта закрыты закрыт закрито закрита
verified verification checked уточняется проверяется перевіряється уточнюється
information информация информации інформація інформації
reader читатель читач
correspondent корреспондент кореспондент
administration администрация администрации адміністрація адміністрації
police полиция полиции поліція поліції
minute minutes минута минут минуты хвилина хвилин хвилини
day days день дня дней дні днів
jamming глушение глушения глушіння придушення
interference помехи перешкоди
navigation навигация навигации навігація навігації
field fields поле поля полей полів
mine mines мина мины мине міна міни міні подрыв підрив
several many number несколько много кілька декілька багато ряд серия серія series
again опять снова знову знов
afternoon днем днём удень
outskirts окраина окраине околиця околиці околицях
attack attacks attacked атака атаки атакували атаковали
"""
"""Words of one meaning, a line each."""


_ALIKE: Final = (
    ("kh", "h"), ("shch", "6"), ("sch", "6"), ("sh", "6"), ("tch", "4"), ("ch", "4"), ("zh", "7"), ("ts", "5"),
    ("ph", "f"), ("qu", "kv"), ("q", "k"), ("x", "ks"), ("ck", "k"), ("c", "k"), ("h", "g"), ("w", "v"), ("y", "i"),
    ("j", "i"),
)  # fmt: skip
"""Letters that transliterations mix up."""


def plain_word(word: str) -> str:
    """``word`` in small Latin letters and digits: transliterated, without apostrophes and soft signs."""
    latin = word if word.isascii() else anyascii(word)
    return "".join(c for c in latin.casefold() if c.isalnum())


def folded(word: str) -> str:
    """A key that spellings of one name share: *Kamianske*, *Kam'yans'ke*, *Каменское* and their cases.

    Letters that transliterations mix up are made one; of words with three consonants or more the first five consonants
    are kept, of others the first five letters.

    Args:
        word: as :func:`plain_word` gives it.
    """
    if word.isdigit():
        return word
    for pair, one in _ALIKE:
        word = word.replace(pair, one)
    once = "".join(c for n, c in enumerate(word) if not n or c != word[n - 1])
    bones = once[:1] + "".join(c for c in once[1:] if c not in "aeiou")
    return bones[:5] if len(bones) - (once[:1] in "aeiou") >= 3 else once[:5]


def _words(text: str) -> list[str]:
    return [plain_word(w) for w in text.split()]


NUMBERS: Final = {w: n for n, line in enumerate(_NUMBER_WORDS) for w in _words(line)} | {
    w: n for n, line in _TENS.items() for w in _words(line)
}
"""Plain word to the number it says."""

_QUIET: Final = frozenset(_words(_IDLE))
_MEANING: Final = {w: f"={n}" for n, line in enumerate(_MEANINGS.strip().splitlines()) for w in _words(line)}


@lru_cache(maxsize=1 << 17)
def key(word: str) -> str:
    """What ``word`` (as written) counts as: ``""`` if it carries no news, ``#n`` for a number, ``=n`` for a meaning."""
    plain = plain_word(word)
    if plain in NUMBERS:
        return f"#{NUMBERS[plain]}"
    if not plain or plain in _QUIET or (len(plain) == 1 and not plain.isdigit()):
        return ""
    if plain.isdigit():
        return f"#{int(plain[:12])}"
    return _MEANING.get(plain) or folded(plain)
