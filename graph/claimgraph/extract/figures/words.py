"""The words by which a figure is told to be a count, of what, and with what fate: closed word lists.

Nouns name the kind of thing counted. A *fate* is what happened to those counted: killed, wounded, lost.
*Losses* are not *deaths*, and *casualties* are killed or wounded, so each has a name of its own.
"""

from __future__ import annotations

__all__ = [
    "CIVILIAN",
    "CURRENCIES",
    "FATE_NOUNS",
    "FATE_VERBS",
    "INTRANSITIVE",
    "MILITARY",
    "NOUN_KINDS",
    "table",
    "words",
]


def words(text: str) -> frozenset[str]:
    """The words of a text as a set.

    >>> sorted(words("b a b"))
    ['a', 'b']
    """
    return frozenset(text.split())


def table(**lists: str) -> dict[str, str]:
    """Turn lists of words by kind into a table from word to kind; a word in two lists keeps the last.

    >>> table(tanks="tank tanks")
    {'tank': 'tanks', 'tanks': 'tanks'}
    """
    return {word: kind for kind, listed in lists.items() for word in listed.split()}


MILITARY = words("""
    soldier soldiers troop troops serviceman servicemen servicewoman servicewomen servicemember
    servicemembers fighter fighters militant militants combatant combatants officer officers marine
    marines paratrooper paratroopers conscript conscripts reservist reservists mercenary mercenaries
    privates corporal corporals majors gunners sappers seaman seamen irregulars militias fedayeen mujahideen
    sailor sailors crewman crewmen gunman gunmen rebel rebels insurgent insurgents militiaman militiamen
    commando commandos pilot pilots general generals colonel colonels commander commanders defender
    defenders invader invaders occupier occupiers recruit recruits legionnaire legionnaires infantryman
    infantrymen guerrilla guerrillas peacekeeper peacekeepers airman airmen personnel warrior warriors
    sniper snipers guardsman guardsmen terrorist terrorists jihadist jihadists infantry lieutenant taliban
    lieutenants captain captains sergeant sergeants
""")
"""Nouns for members of an armed force or group."""

CIVILIAN = words("""
    civilian civilians resident residents villager villagers townspeople bystander bystanders
    noncombatant noncombatants inhabitant inhabitants
""")
"""Nouns that say the people counted were no members of an armed force."""

_PEOPLE = words(
    """
    people person persons man men woman women child children boy boys girl girls baby babies infant
    infants adult adults teenager teenagers citizen citizens national nationals worker workers employee
    employees patient patients student students pupil pupils teacher teachers journalist journalists
    reporter reporters medic medics doctor doctors nurse nurses paramedic paramedics rescuer rescuers
    firefighter firefighters policeman policemen guard guards volunteer volunteers passenger passengers
    protester protesters protestor protestors demonstrator demonstrators activist activists lives life
    souls relatives relative members member others other elderly pensioner pensioners minor minors
    households household families family staff crew
    foreigner foreigners migrant migrants settler settlers farmer farmers
    driver drivers engineer engineers miner miners attacker attackers suspect suspects survivor
    survivors worshippers shoppers schoolchildren bystander human humans ukrainians russians israelis
    palestinians syrians americans britons iraqis afghans iranians yemenis turks kurds azerbaijanis
    armenians georgians chechens lebanese sudanese ethiopians houthis germans poles europeans
    belarusians diplomats diplomat officials official aid-workers colleagues colleague brothers brother
    sisters sister sons son daughters daughter mother mothers father fathers wife husband parents
    grandmother grandchildren couple mourners pedestrians pedestrian commuters motorists cyclists loved
    clerics monks priests priest lawmakers politicians prisoners-of-war bomber bombers agents agent
    rohingya tuareg fulani hutu tutsi hazara druze
    operatives operative saboteurs saboteur collaborators spies police
    observers monitors inspectors voters hikers sellers herdsmen mayors ministers deputies cleaners
    deserters defectors midwives loyalists wardens kids kid teens chiefs helpers assistants clerks tenants
    trainees constables crews veterans expatriates locals supporters followers partisans opponents
    traffickers rioters marchers fans academics presenters singers organisers organizers grandparents
    grandchild kin kinsmen toddler toddlers newborns newborn
    """
)

NOUN_KINDS: dict[str, str] = {
    **dict.fromkeys(_PEOPLE, "people"),
    **dict.fromkeys(CIVILIAN, "people"),
    **dict.fromkeys(MILITARY, "personnel"),
    **table(
        vehicles="""
            vehicle vehicles truck trucks car cars apc apcs ifv ifvs bus buses ambulance ambulances
            lorry lorries howitzer howitzers launcher launchers gun guns mortar mortars artillery jeep
            jeeps bulldozer bulldozers locomotive locomotives train trains mlrs systems humvee humvees
            convoy convoys bmp bmps btr btrs tankers
        """,
        aircraft="""
            aircraft plane planes jet jets helicopter helicopters warplane warplanes airplane airplanes
            bomber fighter-jet airliner airliners gunship gunships aeroplane aeroplanes airframes
            choppers chopper
        """,
        tanks="tank tanks leopards abrams challengers merkavas",
        vessels="""
            vessel vessels ship ships warship warships boat boats frigate frigates corvette corvettes
            cruiser cruisers submarine submarines destroyer destroyers tanker flagship ferry ferries
            craft cutter cutters minesweeper minesweepers trawler trawlers freighter freighters
        """,
        missiles="""
            missile missiles rocket rockets shell shells bomb bombs munition munitions projectile
            projectiles round rounds mine mines warhead warheads interceptor interceptors atgms atgm
            iskanders kalibrs kinzhals scuds grads qassams katyushas
        """,
        drones="""
            drone drones uav uavs quadcopter quadcopters ucav ucavs usv usvs shahed shaheds geran gerans
            lancet lancets bayraktar bayraktars fpv fpvs
        """,
        strikes="""
            strike strikes attack attacks airstrike airstrikes raid raids sortie sorties bombardment
            bombardments shelling shellings explosion explosions blast blasts hit hits ambush ambushes
            assault assaults salvo salvos clash clashes incidents incident engagements incursions
            incursion detonations bombings bombing attempts counterattack counterattacks counter-attacks
            violation violations breaches barrages volleys launches skirmishes firefights offensives
            kidnappings abductions ambushes
        """,
        other="""
            house houses home homes building buildings apartment apartments flat flats school schools
            hospital hospitals kindergarten kindergartens facility facilities institution institutions
            settlement settlements village villages town towns city cities district districts bridge
            bridges factory factories warehouse warehouses depot depots churches church post posts
            checkpoint checkpoints radar radars battery batteries substation substations targets target
            units unit equipment pieces items weapons rifles brigade brigades battalion battalions
            regiment regiments division divisions company companies group groups sites site positions
            position places shelters graves dwellings storeys floors communities countries
            states regions points objects clinics clinic tonnes tons kilograms litres barrels megawatts
            degrees hostages-taken corridors hryvnia airfields airfield bases base ports port stations
            station shops shop cattle cows sheep goats camels horses donkeys livestock animals
        """,
    ),
}
"""Head noun → the kind of thing counted."""

FATE_NOUNS: dict[str, str] = table(
    killed="""
        dead death deaths fatality fatalities killed bodies body corpses corpse killing killings martyrs
        martyr kia slain skeletons
    """,
    wounded="wounded injured injury injuries wia wound wounds hurt",
    missing="missing mia",
    captured="""
        prisoner prisoners pow pows captive captives captured hostages hostage
    """,
    detained="""
        detainee detainees arrests arrest detentions arrested detained
    """,
    casualties="casualty casualties",
    harmed="victim victims",
    lost="losses loss lost",
    displaced="""
        refugee refugees idp idps displaced returnees deportees deportee deported arrivals
    """,
    evacuated="evacuee evacuees evacuated evacuations",
    inhabitants="inhabitant inhabitants population",
)
"""Nouns and participles used as nouns that say what became of those counted."""

FATE_VERBS: dict[str, str] = table(
    killed="""
        kill kills killed killing die dies died dying perish perished slay slain slaughtered
        slaughtering murdered murdering murder executed executing assassinated eliminated eliminating
        liquidated neutralised neutralized massacred massacring drowned suffocated  buried
        beheaded electrocuted martyred claimed claiming crushed succumbed succumb
    """,
    wounded="""
        wound wounds wounded wounding injure injures injured injuring hurt hurting hurts maimed maiming
        hospitalised hospitalized treated treating
    """,
    missing="missing disappeared vanished unaccounted",
    captured="""
        capture captured captures capturing surrendered surrendering imprisoned kidnapped abducted
        seized seizing
    """,
    detained="""
        detain detains detained detaining arrest arrests arrested arresting jailed jailing interned
    """,
    harmed="""
        harmed harming poisoned maltreated shot burned burnt scalded touched damaged damaging damage ruined
    """,
    lost="""
        lose loses lost losing destroy destroys destroyed destroying downed downing sunk sinking sank
           intercepted intercepting intercept wrecked demolished  disabled
        """,
    displaced="""
        displace displaced displaces displacing uprooted fled flee fleeing homeless deported deporting
        expelled resettled
    """,
    evacuated="""
        evacuate evacuated evacuates evacuating rescued rescuing rescue
    """,
)
"""Verb form → the fate it gives to the people or things counted."""

INTRANSITIVE = words("""
    die dies died dying perish perished missing disappeared vanished fled flee fleeing surrendered
    surrendering drowned suffocated sank unaccounted homeless succumbed succumb
""")
"""Forms whose subject, not object, meets the fate."""

CURRENCIES = words("""
    dollar dollars euro euros hryvnia hryvnias hryvnya ruble rubles rouble roubles pound pounds yen yuan
    lira liras zloty zlotys shekel shekels rupee rupees cent cents kopeck kopecks kopek kopeks franc
    francs dirham dirhams rial rials riyal riyals dinar dinars peso pesos krona kronor krone kroner
    pence usd eur uah gbp cad rub jpy chf aud cny pln czk sek nok inr
""")
"""Currency names and codes, in lower case."""
