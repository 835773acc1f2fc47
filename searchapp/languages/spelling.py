"""English as it is spelled on both sides of the Atlantic: the British form stands for both.

What stands for both is a key, never shown: it need be no word ("humourous"), only the same for
both spellings, and for no others. Rules tell the regular ones, `PAIRS` the rest: pairs that part
meanings (tyre and tire, storey and story) are left out. To add one, add it to `PAIRS`, as lemmas.
"""

import re

SHORTEST = 6
"""Letters of a word whose end may be -ize: "prize" is no spelling of "prise"."""
ENDS = re.compile(r"(?<=[iy])z(?=(?:e[drs]?|ers|ing|able|ations?)$)")
"""The z of realize, realized, realization, analyze, analyzer."""
OUR = re.compile(
    r"^((?:un|dis|mis|multi|water|en|be|bi|tri)?"
    r"(?:arb|ard|arm|am|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|glam|harb|hon|hum|lab"
    r"|neighb|od|parl|ranc|rig|rum|sav|savi|splend|tum|val|vap|vig))or"
)
"""The stem of color, favorite, unfavorable, up to where the British have a u."""
PAIRS = """
    center centre, epicenter epicentre, theater theatre, amphitheater amphitheatre, meter metre,
    kilometer kilometre, centimeter centimetre, millimeter millimetre, liter litre,
    milliliter millilitre, fiber fibre, caliber calibre, somber sombre, luster lustre,
    specter spectre, meager meagre, saber sabre, maneuver manoeuvre, scepter sceptre, ocher ochre
    defense defence, offense offence, license licence, pretense pretence, practise practice
    traveler traveller, canceler canceller, jeweler jeweller, jewelry jewellery,
    counselor counsellor, councilor councillor, modeler modeller, signaler signaller,
    fulfill fulfil, fulfillment fulfilment, enroll enrol, enrollment enrolment,
    installment instalment, instal install, skillful skilful, willful wilful, distill distil,
    instill instil, appall appal, woolen woollen, marvelous marvellous, libelous libellous,
    chiseled chiselled, leveled levelled, tranquility tranquillity
    catalog catalogue, dialog dialogue, analog analogue, monolog monologue, epilog epilogue
    anesthesia anaesthesia, anesthetic anaesthetic, anesthetist anaesthetist, pediatric paediatric,
    pediatrician paediatrician, hemorrhage haemorrhage, hemoglobin haemoglobin,
    hemophilia haemophilia, leukemia leukaemia, anemia anaemia, anemic anaemic,
    diarrhea diarrhoea, fetus foetus, fetal foetal, estrogen oestrogen,
    encyclopedia encyclopaedia, archeology archaeology, archeologist archaeologist,
    archeological archaeological, orthopedic orthopaedic, gynecologist gynaecologist,
    gynecology gynaecology, esophagus oesophagus, celiac coeliac, medieval mediaeval,
    feces faeces, pedophile paedophile, pedophilia paedophilia, edema oedema, toxemia toxaemia,
    septicemia septicaemia, paleontology palaeontology, paleontologist palaeontologist,
    cesarean caesarean, caesarian caesarean, primeval primaeval, eon aeon, esthetic aesthetic
    aluminum aluminium, airplane aeroplane, program programme, gray grey, plow plough, mold mould,
    moldy mouldy, molt moult, smolder smoulder, mustache moustache, skeptic sceptic,
    skeptical sceptical, skepticism scepticism, sulfur sulphur, sulfate sulphate,
    sulfuric sulphuric, pajamas pyjamas, pajama pyjama, cozy cosy, donut doughnut,
    yogurt yoghurt, whiskey whisky, ax axe, judgment judgement, acknowledgment acknowledgement,
    aging ageing, artifact artefact, omelet omelette, tsar czar, enquiry inquiry, enquire inquire,
    livable liveable, likable likeable, sizable sizeable, movable moveable, cipher cypher,
    furor furore, inflection inflexion, connexion connection, caldron cauldron, gage gauge,
    disk disc, draftsman draughtsman, phony phoney, pricy pricey, wagon waggon
"""
BRITISH = dict(
    pair.split() for line in PAIRS.strip().splitlines() for pair in line.split(",") if pair
)
"""The British lemma of each American one in `PAIRS`."""


def british(word: str) -> str:
    """Return what stands for a word, given as a lemma, in its British and American spelling."""
    if word in BRITISH:
        return BRITISH[word]
    if len(word) >= SHORTEST:
        word = ENDS.sub("s", word)
    return OUR.sub(r"\1our", word)
