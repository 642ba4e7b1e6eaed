"""FIPS 10-4 country codes, which GDELT uses for places, as ISO 3166-1 codes.

The two lists share many codes, and some of them mean other countries: RS is Russia in FIPS and Serbia in ISO,
UP is Ukraine, CH is China in FIPS and Switzerland in ISO. Codes of territories without people are left out.
"""

from __future__ import annotations

from typing import Final

_PAIRS: Final = """
AF:AF AL:AL AG:DZ AN:AD AO:AO AC:AG AR:AR AM:AM AS:AU AU:AT AJ:AZ BF:BS BA:BH BG:BD BB:BB BO:BY BE:BE BH:BZ
BN:BJ BT:BT BL:BO BK:BA BC:BW BR:BR BX:BN BU:BG UV:BF BM:MM BY:BI CB:KH CM:CM CA:CA CV:CV CT:CF CD:TD CI:CL
CH:CN CO:CO CN:KM CF:CG CG:CD CS:CR IV:CI HR:HR CU:CU CY:CY EZ:CZ DA:DK DJ:DJ DO:DM DR:DO EC:EC EG:EG ES:SV
EK:GQ ER:ER EN:EE ET:ET FJ:FJ FI:FI FR:FR GB:GA GA:GM GG:GE GM:DE GH:GH GR:GR GJ:GD GT:GT GV:GN PU:GW GY:GY
HA:HT HO:HN HK:HK HU:HU IC:IS IN:IN ID:ID IR:IR IZ:IQ EI:IE IS:IL IT:IT JM:JM JA:JP JO:JO KZ:KZ KE:KE KR:KI
KN:KP KS:KR KV:XK KU:KW KG:KG LA:LA LG:LV LE:LB LT:LS LI:LR LY:LY LS:LI LH:LT LU:LU MA:MG MI:MW MY:MY MV:MV
ML:ML MT:MT RM:MH MR:MR MP:MU MX:MX FM:FM MD:MD MN:MC MG:MN MJ:ME MO:MA MZ:MZ WA:NA NR:NR NP:NP NL:NL NZ:NZ
NU:NI NG:NE NI:NG MK:MK NO:NO MU:OM PK:PK PS:PW PM:PA PP:PG PA:PY PE:PE RP:PH PL:PL PO:PT QA:QA RO:RO RS:RU
RW:RW SC:KN ST:LC VC:VC WS:WS SM:SM TP:ST SA:SA SG:SN RI:RS SE:SC SL:SL SN:SG LO:SK SI:SI BP:SB SO:SO SF:ZA
OD:SS SP:ES CE:LK SU:SD NS:SR WZ:SZ SW:SE SZ:CH SY:SY TW:TW TI:TJ TZ:TZ TH:TH TT:TL TO:TG TN:TO TD:TT TS:TN
TU:TR TX:TM TV:TV UG:UG UP:UA AE:AE UK:GB US:US UY:UY UZ:UZ NH:VU VT:VA VE:VE VM:VN YM:YE ZA:ZM ZI:ZW WE:PS
GZ:PS
"""
ISO_OF: Final[dict[str, str]] = {
    fips: iso for fips, _, iso in (pair.partition(":") for pair in _PAIRS.split())
}
"""ISO 3166-1 alpha-2 code by FIPS code.

>>> ISO_OF["RS"], ISO_OF["UP"], ISO_OF["RI"]
('RU', 'UA', 'RS')
"""
