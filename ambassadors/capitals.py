"""The clock of each country's capital, proposed for an ambassador who works there."""

from exchange.directory.enums import Country

ZONES = {
    "Asia": "KR/Seoul JP/Tokyo CN/Shanghai TW/Taipei HK/Hong_Kong MN/Ulaanbaatar VN/Ho_Chi_Minh KH/Phnom_Penh "
    "LA/Vientiane MM/Yangon TH/Bangkok MY/Kuala_Lumpur SG/Singapore ID/Jakarta PH/Manila IN/Kolkata BD/Dhaka "
    "UZ/Tashkent KZ/Almaty AE/Dubai SA/Riyadh",
    "Africa": "EG/Cairo ZA/Johannesburg",
    "Australia": "AU/Sydney",
    "Pacific": "NZ/Auckland",
    "America": "US/New_York CA/Toronto MX/Mexico_City BR/Sao_Paulo CL/Santiago AR/Argentina/Buenos_Aires",
    "Europe": "TR/Istanbul GB/London DE/Berlin FR/Paris IT/Rome ES/Madrid NL/Amsterdam PL/Warsaw CZ/Prague HU/Budapest "
    "RU/Moscow",
}
ZONE_OF = {
    Country(place[:2]): f"{continent}/{place[3:]}" for continent, places in ZONES.items() for place in places.split()
}
