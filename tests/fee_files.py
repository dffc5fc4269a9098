"""Small fee files in the layouts that CMS publishes. Every amount and every area in them is made up."""

from pathlib import Path

FEES = """\
"Durable Medical Equipment,",,,,,,,,,,,,*** Non-continental areas ***,,
"Prosthetics, Orthotics, and Supplies",,,,,,,,,,,,,,
(DMEPOS),,,,,,,,,,,,,,
January {year} Fee Schedule,,,,,,,,,,,,,,
,,,,,,,,,,,,,,
HCPCS,Mod,Mod2,JURIS,CATG,Ceiling,Floor,IL (NR),IL (R),NY (NR),NY (R),AK (NR),AK (R),Description
A4216,,,J,OS,0.62,0.53,0.57,0.00,0.62,0.00,0.97,0.00,"Sterile water, 10 ml"
E0431,RR,,D,OX,0.00,0.00,20.00,25.00,20.00,25.00,30.00,0.00,Portable gaseous 02
E0431,RR,QF,D,OX,0.00,0.00,50.00,60.00,50.00,60.00,70.00,0.00,Portable gaseous 02
E0441,,,D,OX,0.00,0.00,60.00,61.00,60.00,61.00,70.00,0.00,"Stationary o2 contents, gas"
E1390,RR,,D,OX,0.00,0.00,100.00,120.00,100.00,120.00,140.00,0.00,Oxygen concentrator
E1390,MS,,D,OX,0.00,0.00,70.00,70.00,70.00,70.00,70.00,0.00,Oxygen concentrator
E1392,RR,,D,OX,0.00,0.00,45.00,51.01,45.00,51.01,"1,052.00",0.00,Portable oxygen concentrator
"""
RURAL_ZIPS = """\
STATE,DMEPOS RURAL ZIP CODE,YEAR/QTR
NY,00012,{year}01
NY,12015,{year}01
IL,61999,{year}01
"""
CBA_FEES = """\
"Durable Medical Equipment,",,,,,,,
"Prosthetics, Orthotics, and Supplies",,,,,,,
(DMEPOS),,,,,,,
January {year} Former CBA Fee Schedule ,,,,,,,
,,,,,,,
Note:  made-up amounts,,,,,,,
HCPCS,Mod,Mod2,Mod3,CATG,"Elm County, NY","Oak City, IL",Description
A4557,KG,,,SU,11.85,16.52,"Lead wires, pair"
E1390,RR,,,OX,90.01,95.00,Oxygen concentrator
E1390,RR,QF,,OX,90.01,95.00,Oxygen concentrator
E1392,RR,,,OX,40.00,41.00,Portable oxygen concentrator
E1392,RR,QF,,OX,45.01,47.50,Portable oxygen concentrator
"""
CBA_ZIPS = """\
"Durable Medical Equipment,",,,,
(DMEPOS),,,,
January {year} Former CBA ZIP Codes ,,,,
,,,,
CBA State,CBA ZIP Code,CBA Name Short,CBA Name,Year/Qtr
NY,10001,"Elm County, NY","Elm County-Beech, NY",{year}01
IL,60601,"Oak City, IL","Oak City, IL",{year}01
"""
FILES = {
    "DMEPOS_JAN.csv": FEES,
    "DME Rural ZIP Code Quarter 1.csv": RURAL_ZIPS,
    "Former CBA Fee Schedule File_JAN.csv": CBA_FEES,
    "Former CBA ZIP Code File - JAN.csv": CBA_ZIPS,
}


def write_release(folder: Path, year: int = 2026) -> list[Path]:
    """The four files of a release, written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in FILES.items():
        path = folder / name
        path.write_text(text.replace("{year}", str(year)), encoding="utf-8")
        paths.append(path)
    return paths
