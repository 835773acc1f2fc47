"""What pages say beside the article: menus, cookie lines, sharing, teasers, comments, footers.

Whole lines are looked up in tables (`searchapp.readers.phrases`); sentences are told by how they
begin. To teach another beginning, add it to the pattern of its language.
"""

import re

from searchapp.readers.phrases import EDGE, phrase, table

ALONE = table("alone")
"""Lines that say nothing of the article, wherever they stand."""
LISTS = table("lists")
"""Headings above lists of other articles."""
ENDS = table("ends")
"""Headings after which nothing belongs to the article, whatever it looks like."""

ENGLISH = re.compile(
    r"""
    (?:join|sign\s+up|signup|subscribe|register)\b.{0,80}\b(?:newsletter|channel|telegram
       |whatsapp|e-?mails?|inbox
    |alerts?|mailing\s+list|digest|briefing|podcast)\b
    |(?:join|become)\s+(?:us|our|a\s+(?:member|subscriber|supporter))\b
    |(?:sign\s+up|subscribe)\s+(?:to|for|here|today|now|and)\b
    |(?:get|receive)\b.{0,80}\b(?:newsletter|inbox|delivered|e-?mail|straight\s+to\s+your
       |news\s+alerts?|unlimited\s+access)\b
    |(?:follow|like|find|connect\s+with)\s+(?:us|@\w+|me|the\s+author)\b.{0,100}(?:on|at|@
       |twitter|facebook|instagram|telegram)
    |follow\s+[\w .]{2,40}\s+on\s+(?:twitter|x|facebook|instagram|telegram|google\s+news
       |whatsapp)\b
    |(?:download|get)\s+(?:the|our)\b.{0,40}\bapp\b
    |(?:support|fund)\s+(?:our|independent|quality|free|local|public-interest)\b.{0,60}$
       |donate\s+(?:now|today|here|to)\b
    |click\s+here\b|tap\s+here\b
    |(?:read|see|watch|listen|hear)\s*(?:more|also|next|now|live|on|too)?\s*(?::|>|»|→)
    |(?:also|must)\s+(?:read|see|watch)\b|(?:read|see)\s+also\b|read\s+more\s+(?:about|on|from
       |at|here|stories)\b
    |read\s+(?:the\s+)?(?:full|original|whole)\s+(?:story|article|report)\b
    |don'?t\s+miss\b|in\s+case\s+you\s+missed\b|what\s+to\s+(?:know|read)\s+next
    |do\s+you\s+(?:have|know)\b.{0,60}\b(?:tip|story|stories|information\s+about\s+this)\b
    |(?:have|got)\s+a\s+(?:story|news\s+tip|tip|question)\b
    |(?:enter|confirm)\s+your\s+e-?mail|your\s+e-?mail\s+address\s+will\s+not
       |please\s+enter\s+(?:a\s+valid|your)
    |by\s+(?:signing\s+up|subscribing|submitting|continuing\s+to|clicking|providing\s+your)\b
    |(?:this|our)\s+(?:web\s*)?site\s+uses\b|this\s+site\s+is\s+protected\s+by
       |we\s+(?:and\s+our\s+partners\s+)?use\s+cookies
    |we\s+value\s+your\s+privacy|(?:please\s+)?(?:enable|turn\s+on)\s+javascript
       |javascript\s+is\s+(?:disabled|required)
    |you\s+need\s+to\s+enable\s+javascript|your\s+browser\s+(?:does\s+not|doesn'?t)
    |(?:terms\s+(?:of|and)\s+(?:use|service|conditions)|privacy\s+(?:policy|notice)
       |cookie\s+policy)\b
    |this\s+material\s+may\s+not\s+be\s+published|our\s+standards:|(?:the\s+)?(?:views
       |opinions)\s+expressed\s+(?:in|here|are|by)
    |all\s+rights\s+reserved|copyright\b.{0,6}(?:©|\(c\)|\d{4})|©|\(c\)\s*\d{4}
       |no\s+part\s+of\s+this
    |you\s+have\s+\d+\s+(?:free\s+)?articles?|already\s+a\s+subscriber|to\s+continue\s+reading
       |this\s+article\s+is\s+(?:for|available\s+to)\s+subscribers
    |this\s+video\s+(?:can\s+)?(?:is\s+)?not\s+|video\s+player\s+is\s+loading
       |sorry,\s+this\s+video
    |related\s*(?::|>|»)|related\s+(?:article|story|stories|news|coverage|video)s?\s*(?::|-|–|$)
    |(?:recommended|suggested|trending|more)\s*:|more\s+(?:from|on|about|in|by)\s+[^:.]{2,40}:
    |(?:no\s+)?reproduction\s+(?:is\s+|in\s+)|reproduction\s+(?:permitted|prohibited|forbidden)
    |to\s+complain\s+about|for\s+licensing\b|this\s+article\s+was\s+(?:amended|corrected|updated)\s+on
    |(?:share|send|print|save)\s+(?:this|on|via|the)\b[^.]{0,40}$|share\s+(?:facebook|twitter
       |on)\b
    |you\s+can\s+(?:also\s+)?(?:follow|reach|contact|find)\s+(?:us|the\s+author)
    |contact\s+(?:us|the\s+(?:author|reporter|newsroom|editor))\b
    |(?:write\s+to|contact|reach|e-?mail)\b[^.!?]{0,60}\S+@\S+\w$
    |with\s+(?:additional\s+)?(?:reporting|material|input)\s+(?:by|from)\b
    |posted\s+(?:in|under)\s+[^.!?|]{2,40}\|
    |[^!?]{3,150}\bcontributed\s+to\s+this\s+(?:report|story|article)\b
    |editor\s*:\s*[\w ]{2,30}$|(?:on\s+air|now\s+playing)\s*(?:now)?\s*:
    |you(?:['’]re|\s+are)\s+receiving\s+this\s+(?:e-?mail|message|newsletter)\b
    |unsubscribe(?:\s*[|•·,]|\s+(?:here|from\s+this|at\s+any\s+time)\b)
    |th(?:is|e)\s+(?:article|story|page)\s+is\s+(?:more\s+than|over)\s+\w+\s+(?:days?|weeks?|months?|years?)\s+old$
    """,
    re.X,
)
"""How English lines, in small letters, begin that advertise, link elsewhere or state terms."""
DANISH = re.compile(
    r"""
    læs\s+(?:også|ogs|mere\s*(?::|om|her|på|i|>|»|→)|videre|hele\b.{0,50}(?:her|artikl\w+
       |historien|interview\w*)|artiklen\s+(?:her|på)|flere)
    |se\s+(?:også|her\s*:|mere\s*(?::|på|her)|video\w*\s*:|billeder\w*\s*:|listen\s*:
       |hele\b.{0,30}her)|(?:hør|lyt)\s+(?:også|til\s+(?:podcast|artikl))
    |tilmeld\s+dig\b|(?:få|modtag)\s+(?:[\w,]+\s+){0,8}(?:nyhedsbrev\w*|indbakke|på\s+mail
       |notifikationer)\b
    |få\s+(?:fuld\s+|ubegrænset\s+|gratis\s+)?adgang\s+til\s+(?:alt|alle|hele|artikl)
    |abonn[eé]r\s+på|(?:bliv|er\s+du)\s+(?:allerede\s+)?(?:abonnent|medlem|kunde)\b
       |har\s+du\s+allerede\s+(?:et\s+)?(?:abonnement|login|abonnent)
    |følg\s+(?:os|med|@\w+|[\w ]{2,30}\s+på\s+(?:facebook|twitter|x|instagram|google))\b
       |synes\s+godt\s+om\s+os
    |(?:hent|download)\s+(?:\w+\s+){0,3}app|støt\s+(?:vores|os|uafhængig|fri
       |den\s+frie)\b.{0,60}$
    |klik\s+(?:her|for\s+at)\b|tryk\s+her\b|har\s+du\s+(?:et\s+)?(?:tip|tips|set\s+noget
       |oplevet|en\s+historie|ris\s+eller)
    |(?:har|er)\s+du\b.{0,60}\b(?:tip|kontakt\s+(?:os|redaktionen)|skriv\s+til)\b|tip\s+(?:os
       |redaktionen)\b|send\s+(?:et|dit)\s+tip
    |skriv\s+til\s+(?:os|redaktionen|journalisten)|kontakt\s+(?:os|redaktionen|journalisten)\b
    |(?:denne|vores|dette)\s+(?:hjemmeside|side|website|site|websted)\s+(?:bruger|anvender
       |benytter)
    |vi\s+(?:bruger|anvender|benytter|gemmer)\b.{0,40}\bcookies|(?:ved\s+at\s+)(?:fortsætte
       |klikke|tilmelde|trykke)\b
    |(?:privatlivspolitik|cookiepolitik|persondatapolitik|cookie-\s*og|handelsbetingelser
       |abonnementsvilkår|ophavsret)\b[^.]{0,80}$
    |(?:mere|flere\s+(?:nyheder|artikler|historier))\s+(?:fra|om|i)\s+[^:.]{2,40}:|gengivelse\s+(?:kun|er|ikke)\b
    |alle\s+rettigheder\s+forbehold|(?:alt\s+)?(?:materiale|indhold)\b.{0,50}(?:ophavsret
       |beskyttet)|(?:denne\s+)?artikel\w*\s+må\s+ikke
    |alle\s+artikler\s+er\s+beskyttet\s+af\b
    |du\s+(?:modtager|får)\s+(?:denne\s+(?:e-?mail|mail)|dette\s+nyhedsbrev)\b
    |afmeld\s+(?:dig|nyhedsbrev\w*|her)\b
    |du\s+(?:har|skal)\s+(?:brugt|være|læst)\b.{0,60}(?:abonnent|logget\s+ind|gratis|artikler
       |medlem)
    |(?:denne\s+)?artik(?:el|len)\s+er\s+(?:mere\s+end|over|ældre\s+end)\s+[\w ]{1,12}gammel$
    |(?:(?:denne\s+)?artik(?:el|len)|indholdet)\s+er\s+(?:kun\s+|låst|forbeholdt)[^.]{0,40}$
    |(?:skriv\s+til|kontakt|mail)\b[^.!?]{0,60}\S+@\S+\w$|(?:lige\s+)?nu\s+i\s+(?:radioen|æteren)\s*:
    |(?:artiklen|historien)\s+fortsætter\b|relateret?\s*(?::|>|»)|relaterede\s+\w+\s*:|(?:mere
       |anbefalet|annonce|reklame)\s*:
    |(?:du\s+kan\s+)(?:også\s+)?(?:følge|kontakte|læse\s+mere)\b

    """,
    re.X,
)
"""How Danish lines begin that do."""
RESERVED = re.compile(r"[Aa]ll rights reserved\b|[Aa]lle rettigheder forbehold|ALL RIGHTS RESERVED")
GLUED = re.compile(
    r"(?:Related|RELATED|Recommended|RECOMMENDED|Read more|READ MORE|Read also|READ ALSO|Læs også"
    r"|LÆS OGSÅ|Læs mere|LÆS MERE|Se også|SE OGSÅ)(?=[^\w\s,.;]|[A-ZÆØÅ]|\s+[A-ZÆØÅ\"“‘'])"
)
"""A teaser run together with its label, as when tags fell away: "RelatedMinister resigns"."""
COOKIES = re.compile(
    r"(?:uses?|using|bruger|anvender|benytter|sætter)\s+(?:\w+\s+)?cookies"
    r"|(?=.*\bcookies\b)(?=.*\b(?:we|our|you|your|consent|accept|vi|vores|dig|dit|du|samtykke"
    r"|accept[eé]re?r?)\b)[^\"“”»«]*$"
)
"""A line, in small letters, that asks for leave to set cookies; nobody is quoted in it."""
LIST_START = re.compile(
    r"(?:more\s+(?:from|on|in|about|by|stories|news|headlines)|latest\s+(?:from|in|on)"
    r"|most\s+read\s+(?:in|on)|trending\s+(?:in|on)|popular\s+(?:in|on)|other\s+stories|stories\s+from"
    r"|top\s+stories|(?:read\s+)?more\s+(?:like|of)\s+th|mere\s+(?:fra|om|i)"
    r"|flere\s+(?:artikler|nyheder|historier)|mest\s+læste|seneste\s+(?:fra|nyt|i|om)|nyheder\s+fra"
    r"|andre\s+læs\w+|artikler\s+om|relaterede)\b[^.!?]{0,40}$",
    re.I,
)
"""Headings above lists that name what they list ("More from World")."""
MORE_PICTURES = re.compile(r"\+\d{1,3}$")
"""What stands on a picture behind which there are more."""
SIGNS = re.compile(r"^[^\w\s\"'“”‘’„»«(©\[]+\s*")
"""Signs and small pictures before a teaser."""
SHORT = 220
"""Characters of a line that may advertise something; a longer one is a paragraph."""
HOME = frozenset({"home", "forside", "forsiden", "menu", "news", "nyheder"})
"""How menus begin whose links have run together: "Home News Sport Weather"."""
PARTS = re.compile(r"\s*[|•·›»>/]\s*|\s{2,}")
"""What separates the links of a menu or a breadcrumb in one line."""


def is_noise(text: str) -> bool:
    """Tell whether a line says nothing of the article."""
    if len(text) < 80 and (phrase(text) in ALONE or is_menu(text) or MORE_PICTURES.match(text)):
        return True
    about_cookies = "ookie" in text and len(text) < 1000
    if len(text) < SHORT or about_cookies:
        start = text.lstrip(EDGE)
        start = start if start[:1].isalnum() else SIGNS.sub("", start)
        small = start.lower()
        if ENGLISH.match(small) or DANISH.match(small) or GLUED.match(start):
            return True
    if len(text) < 400 and RESERVED.search(text):
        return True
    return about_cookies and len(text) < 2 * SHORT and bool(COOKIES.search(text.lower()))


def is_menu(text: str) -> bool:
    """Tell whether a line is a menu or breadcrumb: three or more short parts, no sentence."""
    if text.startswith("|"):  # a row of a table
        return False
    words = text.split()
    if len(words) > 2 and phrase(words[0]) in HOME and all(word[0].isupper() for word in words):
        return True
    parts = [part for part in PARTS.split(text.strip(EDGE)) if part]
    return (
        len(parts) >= 3 and not text.endswith((".", "?")) and all(is_link(part) for part in parts)
    )


def is_link(part: str) -> bool:
    """Tell whether a part of a line may be a link in a menu: short and without figures."""
    return len(part) < 25 and part.count(" ") < 3 and not any(char.isdigit() for char in part)


def starts_list(text: str) -> bool:
    """Tell whether a line is a heading above a list of other articles."""
    if len(text) >= 60:
        return False
    named = LIST_START.match(text.strip(EDGE)) and not text.endswith(".")
    return phrase(text) in LISTS or bool(named)


def ends_article(text: str) -> bool:
    """Tell whether a line is a heading after which nothing belongs to the article."""
    return len(text) < 60 and phrase(text) in ENDS
