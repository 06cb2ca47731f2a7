"""Which region a country lies in, for an ambassador nearby where none serves in the country itself."""

from ambassadors.enums import Region
from exchange.directory.enums import Country

COUNTRIES = {
    Region.NORTHEAST_ASIA: "KR JP CN TW HK MN",
    Region.SOUTHEAST_ASIA: "VN KH LA MM TH MY SG ID PH",
    Region.SOUTH_ASIA: "IN BD",
    Region.CENTRAL_ASIA: "UZ KZ RU",
    Region.MIDDLE_EAST: "AE SA TR",
    Region.EUROPE: "GB DE FR IT ES NL PL CZ HU",
    Region.NORTH_AMERICA: "US CA",
    Region.LATIN_AMERICA: "MX BR CL AR",
    Region.OCEANIA: "AU NZ",
    Region.AFRICA: "EG ZA",
}
REGION_OF = {Country(code): region for region, codes in COUNTRIES.items() for code in codes.split()}
