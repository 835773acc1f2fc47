"""What pages say beside the article: menus, cookie lines, sharing, teasers, comments, footers.

Tables only, in English and Danish, and the four questions asked of them. A phrase is compared
without case, punctuation at its ends, or figures ("2 MIN READ" is "# min read"). To teach another
phrase, add it to the table of its kind; to add a language, add its phrases to each.
"""

import re

EDGE = " \t.,:;!?»«›‹<>→←|•·–—*_()[]…\"'“”-+▼▲↓↑▶►"
FIGURES = re.compile(r"\d+(?:[.,]\d+)*k?")


def phrases(table: str) -> frozenset[str]:
    """Return the phrases of a table, which parts them by lines and bars."""
    return frozenset(phrase.strip() for phrase in table.replace("\n", "|").split("|")) - {""}


ALONE = phrases(
    """
    home|menu|main menu|search|log in|login|sign in|sign up|register|subscribe|subscribe now|my account|account
    newsletter|newsletters|news|all news|latest|latest news|breaking news|breaking|live|video|videos|photos
    pictures|gallery|podcast|podcasts|weather|audio|tv|radio|shop|jobs|contact|contact us|about|about us|help
    advertise|advertise with us|world|world news|uk|us|politics|business|sport|sports|opinion|culture|lifestyle
    technology|tech|science|health|entertainment|travel|money|economy|editorial|local news|regions
    share|share this|share this article|share this story|share this page|share article|share on facebook
    share on twitter|share on x|share on linkedin|share on whatsapp|share via email|tweet|pin|pin it|email|e-mail
    print|save|saved|save article|copy link|link copied|copy|facebook|twitter|x|whatsapp|linkedin|messenger
    reddit|telegram|pinterest|instagram|youtube|tiktok|flipboard|facebook twitter|facebook twitter email
    facebook twitter linkedin|facebook twitter whatsapp|share save|share save comments|share save comment
    advertisement|advertisements|advertising|sponsored|promoted|ad|ads|story continues below advertisement
    article continues below|article continues below advertisement|article continues after ad|continue reading
    continue reading below|scroll down to continue|keep reading|skip to content|skip to main content
    skip to navigation|close|close menu|open menu|toggle navigation|play|play video|play audio|listen
    listen to this article|listen to article|listen now|text size|font size|# min read|# mins read|# minute read
    # minutes read|# min|read time # min|reading time # min|reading time # minutes|time to read # minutes
    #-min read|#-minute read|image source|image caption|media caption|getty images|image|images|photo|caption
    updated|updated at|last updated|published|published at|published on|just now|# hours ago|# hour ago|# hrs ago
    # minutes ago|# minute ago|# mins ago|# days ago|# day ago|#h ago|#m ago|#d ago|#d|#h|back to top|top
    to top|next|previous|next article|previous article|next story|previous story|prev|page # of #|loading
    show more|load more|view all|view more|see all|see more|show less|more|follow|follow us|following|follow topic
    add to favourites|bookmark|bookmark this|report an error|suggest a correction|send us a tip|read aloud
    views|# views|# shares|# share|shares|# likes|like|likes|reply|report|accept|accept all|accept all cookies
    reject all|manage cookies|cookie settings|privacy settings|i agree|agree|ok|got it|no thanks|not now|maybe later
    continue|allow all|exclusive|premium|subscriber only|subscribers only|for subscribers|free article
    view comments|view all comments|hide comments|show comments|post a comment|add a comment|add comment
    write a comment|edition|edit|switch edition|e-paper|epaper|today's paper|watch|watch live|watch now|read more
    this article is more than # year old|this article is more than # years old|this article is more than # months old
    forside|forsiden|søg|søgning|log ind|log på|log ud|opret bruger|opret profil|min side|min profil|bliv abonnent
    abonner|abonnér|abonnement|køb abonnement|bestil abonnement|nyhedsbrev|nyhedsbreve|nyheder|alle nyheder
    seneste|breaking nyt|tv-oversigt|tv-guide|vejr|vejret|debat|kultur|indland|udland|politik
    penge|erhverv|økonomi|samfund|sundhed|livsstil|teknologi|videnskab|viden|rejser|mad|bolig|motor|krimi|kendte
    underholdning|lokalt|regionalt|meninger|leder|navne|e-avis|e-avisen|dagens avis|kundeservice|annoncér
    del|del artikel|del artiklen|del historien|del på facebook|del på twitter|del på x|del på linkedin|del via mail
    del via e-mail|del denne artikel|send|send til en ven|gem|gem artikel|gem artiklen|gemt|print artikel|udskriv
    udskriv artikel|kopier|kopier link|kopiér link|link kopieret|annonce|annoncer|reklame|sponsoreret|sponsoreret indhold
    annonceindhold|annonce - artiklen fortsætter|artiklen fortsætter|artiklen fortsætter efter annoncen
    artiklen fortsætter under annoncen|artiklen fortsætter under billedet|artiklen fortsætter under videoen
    historien fortsætter under annoncen|historien fortsætter efter annoncen|fortsæt læsning|fortsæt
    gå til indhold|gå til hovedindhold|spring til indhold|spring til hovedindhold|spring over|luk|luk menu|åbn menu
    afspil|afspil video|lyt|lyt til artiklen|hør artiklen|hør artiklen læst op|læs op|læs artiklen op|oplæsning
    tekststørrelse|skriftstørrelse|læsetid|læsetid # min|læsetid # minutter|læsetid ca # min|# min læsetid
    # minutters læsning|# min læsning|# minutters læsetid|opdateret|sidst opdateret|senest opdateret|publiceret
    udgivet|lige nu|for # timer siden|for # time siden|for # minutter siden|for # minut siden|for # min siden
    for # dage siden|for # dag siden|# timer siden|# min siden|# dage siden|i dag|i går|til toppen|til top
    tilbage til toppen|gå til toppen|næste|forrige|næste artikel|forrige artikel|side # af #|indlæser|henter|vis mere
    vis flere|vis færre|se alle|se mere|se flere|se alt|hent flere|flere|følg|følg os|følg emne|følger|bogmærk
    ret fejl|meld fejl|fejl i artiklen|anmeld|synes godt om|besvar|svar|# delinger|# visninger|accepter
    acceptér|accepter alle|acceptér alle|accepter alle cookies|tillad alle|afvis alle|kun nødvendige
    kun nødvendige cookies|administrer cookies|tilpas|cookieindstillinger|jeg accepterer|godkend|nej tak|ja tak|ikke nu
    kun for abonnenter|for abonnenter|plus|eksklusivt|artiklen er låst|køb adgang|få adgang|prøv nu|prøv gratis
    vis kommentarer|se kommentarer|skjul kommentarer|tilføj kommentar|kontakt|kontakt os|om os|hjælp|læs mere
    arkivfoto|foto|billede|pressefoto|grafik|galleri|se billeder|se video|se videoen|artikel|nyhed|lukket artikel
    denne artikel er mere end # år gammel|artiklen er mere end # år gammel|artiklen er over # år gammel
    """
)
"""Lines that say nothing of the article, wherever they stand."""

PROMOTION = re.compile(
    r"""
    (?:join|sign\s+up|signup|subscribe|register)\b.{0,80}\b(?:newsletter|channel|telegram|whatsapp|e-?mails?|inbox
       |alerts?|mailing\s+list|digest|briefing|podcast)\b
    |(?:join|become)\s+(?:us|our|a\s+(?:member|subscriber|supporter))\b
    |(?:sign\s+up|subscribe)\s+(?:to|for|here|today|now|and)\b
    |(?:get|receive)\b.{0,80}\b(?:newsletter|inbox|delivered|e-?mail|straight\s+to\s+your|news\s+alerts?|unlimited\s+access)\b
    |(?:follow|like|find|connect\s+with)\s+(?:us|@\w+|me|the\s+author)\b.{0,100}(?:on|at|@|twitter|facebook|instagram|telegram)
    |follow\s+[\w .]{2,40}\s+on\s+(?:twitter|x|facebook|instagram|telegram|google\s+news|whatsapp)\b
    |(?:download|get)\s+(?:the|our)\b.{0,40}\bapp\b
    |(?:support|fund)\s+(?:our|independent|quality|free|local|public-interest)\b.{0,60}$|donate\s+(?:now|today|here|to)\b
    |click\s+here\b|tap\s+here\b
    |(?:read|see|watch|listen|hear)\s*(?:more|also|next|now|live|on|too)?\s*(?::|>|»|→)
    |(?:also|must)\s+(?:read|see|watch)\b|(?:read|see)\s+also\b|read\s+more\s+(?:about|on|from|at|here|stories)\b
    |read\s+(?:the\s+)?(?:full|original|whole)\s+(?:story|article|report)\b
    |don'?t\s+miss\b|in\s+case\s+you\s+missed\b|what\s+to\s+(?:know|read)\s+next
    |do\s+you\s+(?:have|know)\b.{0,60}\b(?:tip|story|stories|information\s+about\s+this)\b
    |(?:have|got)\s+a\s+(?:story|news\s+tip|tip|question)\b
    |(?:enter|confirm)\s+your\s+e-?mail|your\s+e-?mail\s+address\s+will\s+not|please\s+enter\s+(?:a\s+valid|your)
    |by\s+(?:signing\s+up|subscribing|submitting|continuing\s+to|clicking|providing\s+your)\b
    |(?:this|our)\s+(?:web\s*)?site\s+uses\b|this\s+site\s+is\s+protected\s+by|we\s+(?:and\s+our\s+partners\s+)?use\s+cookies
    |we\s+value\s+your\s+privacy|(?:please\s+)?(?:enable|turn\s+on)\s+javascript|javascript\s+is\s+(?:disabled|required)
    |you\s+need\s+to\s+enable\s+javascript|your\s+browser\s+(?:does\s+not|doesn'?t)
    |(?:terms\s+(?:of|and)\s+(?:use|service|conditions)|privacy\s+(?:policy|notice)|cookie\s+policy)\b
    |this\s+material\s+may\s+not\s+be\s+published|our\s+standards:|(?:the\s+)?(?:views|opinions)\s+expressed\s+(?:in|here|are|by)
    |all\s+rights\s+reserved|copyright\b.{0,6}(?:©|\(c\)|\d{4})|©|\(c\)\s*\d{4}|no\s+part\s+of\s+this
    |you\s+have\s+\d+\s+(?:free\s+)?articles?|already\s+a\s+subscriber|to\s+continue\s+reading|this\s+article\s+is\s+(?:for|available\s+to)\s+subscribers
    |this\s+video\s+(?:can\s+)?(?:is\s+)?not\s+|video\s+player\s+is\s+loading|sorry,\s+this\s+video
    |related\s*(?::|>|»)|related\s+(?:article|story|stories|news|coverage|video)s?\s*(?::|-|–|$)
    |(?:recommended|suggested|trending|more)\s*:
    |(?:share|send|print|save)\s+(?:this|on|via|the)\b[^.]{0,40}$|share\s+(?:facebook|twitter|on)\b
    |you\s+can\s+(?:also\s+)?(?:follow|reach|contact|find)\s+(?:us|the\s+author)
    |contact\s+(?:us|the\s+(?:author|reporter|newsroom|editor))\b
    |l(?:æ|Æ)s\s+(?:også|ogs|mere\s*(?::|om|her|på|i|>|»|→)|videre|hele\b.{0,50}(?:her|artikl\w+|historien|interview\w*)|artiklen\s+(?:her|på)|flere)
    |se\s+(?:også|her\s*:|mere\s*(?::|på|her)|video\w*\s*:|billeder\w*\s*:|listen\s*:|hele\b.{0,30}her)|(?:hør|lyt)\s+(?:også|til\s+(?:podcast|artikl))
    |tilmeld\s+dig\b|(?:få|modtag)\s+(?:[\w,]+\s+){0,8}(?:nyhedsbrev\w*|indbakke|på\s+mail|notifikationer)\b
    |få\s+(?:fuld\s+|ubegrænset\s+|gratis\s+)?adgang\s+til\s+(?:alt|alle|hele|artikl)
    |abonn[eé]r\s+på|(?:bliv|er\s+du)\s+(?:allerede\s+)?(?:abonnent|medlem|kunde)\b|har\s+du\s+allerede\s+(?:et\s+)?(?:abonnement|login|abonnent)
    |følg\s+(?:os|med|@\w+|[\w ]{2,30}\s+på\s+(?:facebook|twitter|x|instagram|google))\b|synes\s+godt\s+om\s+os
    |(?:hent|download)\s+(?:\w+\s+){0,3}app|støt\s+(?:vores|os|uafhængig|fri|den\s+frie)\b.{0,60}$
    |klik\s+(?:her|for\s+at)\b|tryk\s+her\b|har\s+du\s+(?:et\s+)?(?:tip|tips|set\s+noget|oplevet|en\s+historie|ris\s+eller)
    |(?:har|er)\s+du\b.{0,60}\b(?:tip|kontakt\s+(?:os|redaktionen)|skriv\s+til)\b|tip\s+(?:os|redaktionen)\b|send\s+(?:et|dit)\s+tip
    |skriv\s+til\s+(?:os|redaktionen|journalisten)|kontakt\s+(?:os|redaktionen|journalisten)\b
    |(?:denne|vores|dette)\s+(?:hjemmeside|side|website|site|websted)\s+(?:bruger|anvender|benytter)
    |vi\s+(?:bruger|anvender|benytter|gemmer)\b.{0,40}\bcookies|(?:ved\s+at\s+)(?:fortsætte|klikke|tilmelde|trykke)\b
    |(?:privatlivspolitik|cookiepolitik|persondatapolitik|cookie-\s*og|handelsbetingelser|abonnementsvilkår|ophavsret)\b[^.]{0,80}$
    |alle\s+rettigheder\s+forbehold|(?:alt\s+)?(?:materiale|indhold)\b.{0,50}(?:ophavsret|beskyttet)|(?:denne\s+)?artikel\w*\s+må\s+ikke
    |du\s+(?:har|skal)\s+(?:brugt|være|læst)\b.{0,60}(?:abonnent|logget\s+ind|gratis|artikler|medlem)
    |(?:artiklen|historien)\s+fortsætter\b|relateret?\s*(?::|>|»)|relaterede\s+\w+\s*:|(?:mere|anbefalet|annonce|reklame)\s*:
    |(?:du\s+kan\s+)(?:også\s+)?(?:følge|kontakte|læse\s+mere)\b
    """,
    re.I | re.X,
)
"""How lines begin that advertise, link elsewhere or state terms, in whole sentences too."""
RESERVED = re.compile(r"\ball rights reserved\b|\balle rettigheder forbehold", re.I)
GLUED = re.compile(
    r"(?:Related|RELATED|Recommended|RECOMMENDED|Read more|READ MORE|Read also|READ ALSO|Læs også|LÆS OGSÅ"
    r"|Læs mere|LÆS MERE|Se også|SE OGSÅ)(?=[^\w\s,.;]|[A-ZÆØÅ]|\s+[A-ZÆØÅ\"“‘'])"
)
"""A teaser run together with its label, as when tags fell away: "RelatedMinister resigns"."""
COOKIES = re.compile(
    r"\bcookies?\b.*\b(?:we|our|website|site|consent|accept|browser|preferences|experience|partners|settings"
    r"|vi|vores|hjemmeside\w*|siden?|samtykke|acceptere?r?|indstillinger|statistik|oplevelse)\b"
    r"|\b(?:consent|accept\w*|website|samtykke|hjemmeside\w*|accepterer)\b.*\bcookies?\b",
    re.I,
)

LISTS = phrases(
    """
    related|related articles|related stories|related news|related topics|related content|related posts|related links
    related coverage|related reading|related video|related videos|recommended|recommended for you|recommended stories
    recommended articles|recommended reading|explore|explore more|explore more on these topics|read more|read also
    read next|also read|see also|more stories|more news|more articles|more to explore|more like this|more coverage
    most read|most popular|most viewed|most shared|most watched|most commented|most recent|mostpopular|trending
    trending now|trending stories|trending news|popular|popular now|popular stories|popular posts|popular articles
    top stories|top news|top articles|top picks|latest|latest news|latest stories|latest headlines|latest articles
    latest posts|latest videos|recent posts|recent articles|recent stories|recent news|headlines|other news
    other stories|in other news|up next|next up|what to read next|you may also like|you might also like
    you may like|you might like|you may be interested in|you may also be interested in|you might be interested in
    you might have missed|in case you missed it|icymi|don't miss|editor's picks|editors' picks|editor's choice
    editors' choice|our picks|from the web|around the web|from our partners|from around the web|sponsored content
    sponsored links|sponsored stories|paid content|promoted stories|promoted content|partner content|also in the news
    also on|stories you may like|more on this story|more on this|elsewhere on the web|featured|featured stories
    must read|must reads|must watch|watch next|more videos|tags|topics|topic|keywords|categories|filed under|read next story
    læs også|læs mere|læs videre|læs flere|læs næste|se også|hør også|relateret|relaterede|relaterede artikler
    relaterede nyheder|relaterede emner|relateret indhold|relaterede historier|mest læste|mest læst|mest sete|mest set
    mest populære|mest delte|mest kommenterede|mest læste artikler|mest læste lige nu|populære|populære artikler
    populært|populært lige nu|seneste nyt|seneste nyheder|seneste artikler|sidste nyt|nyeste|nyeste artikler|flere artikler
    flere nyheder|flere historier|mere om emnet|mere om sagen|mere i samme emne|andre læser|andre læser også|andre læste
    andre læste også|andre har læst|andre artikler|andre nyheder|anbefalet|anbefalede|anbefalede artikler|anbefalet til dig
    vi anbefaler|måske er du også interesseret i|måske kan du også lide|måske vil du også læse|du vil måske også læse
    du vil måske også kunne lide|du er måske også interesseret i|nyheder lige nu|lige nu|topnyheder|top nyheder
    tophistorier|dagens overblik|overblik|få overblikket|emner|emneord|nøgleord|kategorier|redaktionens valg
    redaktøren anbefaler|gå ikke glip af|fra forsiden|sponsoreret indhold|annoncørbetalt indhold|indhold fra partnere
    flere videoer|se flere videoer|læs flere nyheder|læs flere artikler|mere fra os|seneste fra|trender|trending lige nu
    """
)
"""Headings above lists of other articles."""
LIST_START = re.compile(
    r"(?:more\s+(?:from|on|in|about|by|stories|news|headlines)|latest\s+(?:from|in|on)|most\s+read\s+(?:in|on)|trending\s+(?:in|on)"
    r"|popular\s+(?:in|on)|other\s+stories|stories\s+from|top\s+stories|related\s+to\s+this|(?:read\s+)?more\s+(?:like|of)\s+th"
    r"|mere\s+(?:fra|om|i)|flere\s+(?:artikler|nyheder|historier)|mest\s+læste|seneste\s+(?:fra|nyt|i|om)|nyheder\s+fra|andre\s+læs\w+|artikler\s+om|relaterede)\b[^.!?]{0,40}$",
    re.I,
)

ENDS = phrases(
    """
    comments|comment|# comments|# comment|comments #|comment section|leave a comment|leave a reply|leave your comment
    join the conversation|join the discussion|join the debate|start the conversation|be the first to comment
    have your say|what do you think|responses|# responses|reader comments|discussion|discuss this article
    about the author|about the authors|about the writer|author bio|newsletter signup|site footer|footer|copyright
    kommentarer|kommentar|# kommentarer|# kommentar|kommentarer #|skriv kommentar|skriv en kommentar|skriv din kommentar
    læg en kommentar|kommenter|kommentér|kommenter artiklen|kommentér artiklen|deltag i debatten|log ind for at kommentere
    vær den første til at kommentere|giv din mening til kende|hvad mener du|læserkommentarer|læsernes kommentarer|debatten
    om forfatteren|om skribenten|om journalisten|sidefod
    """
)
"""Headings after which nothing belongs to the article, whatever it looks like."""

PARTS = re.compile(r"\s*[|•·›»>/]\s*|\s{2,}")
"""What separates the links of a menu or a breadcrumb in one line."""


def phrase(text: str) -> str:
    """Return a line as it is looked up: without case, figures, and punctuation at its ends."""
    line = FIGURES.sub("#", text.casefold()).replace("(", "").replace(")", "")
    return " ".join(line.strip(EDGE).split())


def is_noise(text: str) -> bool:
    """Tell whether a line says nothing of the article."""
    if len(text) < 80 and (phrase(text) in ALONE or is_menu(text)):
        return True
    start = text.lstrip(EDGE.replace("(", "").replace("©", ""))
    if len(text) < 400 and (PROMOTION.match(start) or GLUED.match(start)):
        return True
    if len(text) < 400 and RESERVED.search(text):
        return True
    return "ookie" in text and len(text) < 1000 and bool(COOKIES.search(text))


def is_menu(text: str) -> bool:
    """Tell whether a line is a menu or breadcrumb: three or more short parts, no sentence."""
    parts = [part for part in PARTS.split(text.strip(EDGE)) if part]
    return (
        len(parts) >= 3 and not text.endswith((".", "?")) and all(is_link(part) for part in parts)
    )


def is_link(part: str) -> bool:
    """Tell whether a part of a line may be a link in a menu: short and without figures."""
    return len(part) < 25 and part.count(" ") < 3 and not any(char.isdigit() for char in part)


def starts_list(text: str) -> bool:
    """Tell whether a line is a heading above a list of other articles."""
    return len(text) < 60 and (phrase(text) in LISTS or bool(LIST_START.match(text.strip(EDGE))))


def ends_article(text: str) -> bool:
    """Tell whether a line is a heading after which nothing belongs to the article."""
    return len(text) < 60 and phrase(text) in ENDS
