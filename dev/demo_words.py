"""Words from which the demo company's partners are made up.

Nothing is taken from a register; family names that are known brands are left out.
Telephone numbers come from the ranges that ARCEP (France) and Ofcom (United Kingdom)
keep free for fiction; Belgium and Switzerland have no such range.
"""

# Trade -> industry code of base.res_partner_industry_*
FRENCH_TRADES = {
    "Garage": "G",
    "Carrosserie": "G",
    "Quincaillerie": "G",
    "Librairie": "G",
    "Optique": "G",
    "Boucherie": "G",
    "Papeterie": "G",
    "Droguerie": "G",
    "Fleurs": "G",
    "Comptoir": "G",
    "Boulangeries": "C",
    "Biscuiterie": "C",
    "Fromagerie": "C",
    "Conserverie": "C",
    "Cidrerie": "C",
    "Scierie": "C",
    "Imprimerie": "C",
    "Chaudronnerie": "C",
    "Mécanique": "C",
    "Ébénisterie": "C",
    "Textiles": "C",
    "Céramiques": "C",
    "Menuiserie": "F",
    "Plomberie": "F",
    "Électricité": "F",
    "Peintures": "F",
    "Maçonnerie": "F",
    "Couverture": "F",
    "Charpentes": "F",
    "Carrelages": "F",
    "Restaurant": "I",
    "Brasserie": "I",
    "Hôtel": "I",
    "Traiteur": "I",
    "Camping": "I",
    "Salon de thé": "I",
    "Transports": "H",
    "Déménagements": "H",
    "Autocars": "H",
    "Ambulances": "Q",
    "Clinique": "Q",
    "Laboratoire": "Q",
    "Cabinet dentaire": "Q",
    "Pharmacie": "Q",
    "Pépinières": "A",
    "Horticulture": "A",
    "Vergers": "A",
    "Nettoyage": "N",
    "Gardiennage": "N",
    "Espaces verts": "N",
    "Auto-école": "P",
    "Pressing": "S",
    "Coiffure": "S",
    "Agence": "L",
    "Architectes": "M",
    "Géomètres": "M",
}
ENGLISH_TRADES = {
    "Motors": "G",
    "Hardware": "G",
    "Books": "G",
    "Florists": "G",
    "Stationers": "G",
    "Interiors": "G",
    "Garden Centre": "G",
    "Gifts": "G",
    "Bakeries": "C",
    "Joinery": "C",
    "Printers": "C",
    "Engineering": "C",
    "Ceramics": "C",
    "Upholstery": "C",
    "Dairy": "C",
    "Brewing": "C",
    "Builders": "F",
    "Plumbing": "F",
    "Roofing": "F",
    "Electrical": "F",
    "Decorators": "F",
    "Flooring": "F",
    "Catering": "I",
    "Tea Rooms": "I",
    "Kitchens": "I",
    "Guest House": "I",
    "Haulage": "H",
    "Removals": "H",
    "Coaches": "H",
    "Dental": "Q",
    "Pharmacy": "Q",
    "Care Homes": "Q",
    "Veterinary": "M",
    "Surveyors": "M",
    "Nurseries": "A",
    "Farms": "A",
    "Cleaning": "N",
    "Security": "N",
    "Lettings": "L",
    "Laundry": "S",
}
FRENCH_FORMS = (
    "{trade} {family}",
    "{trade} {family} & Fils",
    "{trade} {family} Frères",
    "{family} {trade}",
    "{trade} {family} et Associés",
    "{trade} {family} & {other}",
)
ENGLISH_FORMS = (
    "{family} {trade}",
    "{family} & Sons {trade}",
    "{family} {trade} Ltd",
    "{family} & {other} {trade}",
    "{family} Brothers {trade}",
)
FRENCH_FAMILIES = """
Abadie Aubertin Auclair Barbier Barrault Bastide Baudry Beaumont Bellanger Benoist
Bertin Billard Blanchet Boisseau Bonnard Bordes Bouchard Boulay Bourdin Bousquet
Brossard Brunel Cadet Castel Cazenave Chabert Chambon Chapuis Charrier
Chauvet Chevalier Claudel Cochet Collin Cordier Coste Coudert Courtois Crespin Dallet
Danjou Daumas Delacroix Delaunay Delmas Descamps Deschamps Desmoulins Dubreuil Ducasse
Dufour Dujardin Dumas Duprat Durand Duvivier Estève Faivre Faucher Favier Ferrand
Fleury Fontanel Forestier Fouquet Fournel Gaillard Galland Gaudin Gauthier
Gendron Gilbert Girardot Gosselin Grandjean Granier Grimaud Guérin Guibert Guillot
Hamelin Hébert Hennebert Héraud Imbert Jacquemin Jacquot Jaubert Joly Jourdan Jullien
Labbé Laborde Lacombe Lamarque Lambert Landry Langlois Larrieu Laurent
Lavigne Leblanc Lecomte Lefort Lelong Lemoine Lenoir Levasseur Lhomme
Loiseau Maillet Mallet Marchal Marescot Martel Masson Maurel Meunier Millet
Monnier Montel Morin Moulin Navarre Nicollet Noblet Ollivier Pagnon Pasquier Pelletier
Perrin Pinel Poirier Pommier Portal Prudhomme Quesnel Rambaud Raynal
Regnier Renaudin Reynaud Rivière Robin Rochette Roussel Rousset Sabatier Salmon
Sauvage Savary Séguin Serres Simonet Tardieu Teissier Texier Thibault Tournier
Valette Vasseur Verdier Vernet Vigneron Villard Vincenot Zeller
""".split()
ENGLISH_FAMILIES = """
Aldridge Ashdown Atherton Bancroft Barlow Bexley Blackwood Bramley Brearley
Calloway Carver Chadwick Cheshire Clayworth Coleridge Crabtree Cranfield Dalby Dawlish
Denham Drayton Eastwood Ellery Fairbrother Farnham Garside Goodwin Granger
Halliwell Hargrave Hartley Hathersage Haverford Hollis Huxley Ingleby Jessop Kendrick
Kirkham Lacey Langford Lockwood Maddox Marlowe Merrick Milburn Nettleton Northcote
Ormerod Pemberton Penrose Pickering Prescott Quigley Radcliffe Redfern Ridley
Rowntrey Sedgwick Selby Shelford Standish Stanhope Stockdale Swinburn Tattersall
Thornbury Thwaite Tindall Treadwell Underwood Varley Wadham Wainwright Walmsley Warbeck
Westcott Wetherby Whitfield Wickham Winslade Wolstan Woodhouse Wyndham Yardley Yelland
""".split()
FRENCH_FIRST_NAMES = """
Adèle Alain Amandine Antoine Benoît Brigitte Caroline Cédric Chloé Christophe Clément
Corinne Damien Delphine Didier Élodie Emma Fabien Florence François Gaëlle Guillaume
Hélène Isabelle Jérôme Juliette Karim Laurence Louis Lucie Marc Margaux Nadia Nicolas
Olivier Pascale Patrick Pauline Quentin Rachid Romain Sandrine Sophie Sylvain Théo
Valérie Vincent Yasmine Yves
""".split()
ENGLISH_FIRST_NAMES = """
Abigail Andrew Beth Callum Charlotte Colin Daniel Diane Edward Eleanor Fiona Gareth
George Hannah Harriet Ian Jack Joanna Keith Laura Liam Margaret Martin Naomi Neil
Patricia Peter Rachel Robert Rosie Samuel Sarah Simon Thomas Victoria William
""".split()
STREETS = {
    "FR": """rue de la Gare|rue des Tanneurs|avenue de la République|rue du Moulin
zone artisanale des Prés|rue Haute|place du Marché|chemin des Vignes|rue des Forges
boulevard du Port|rue de l'Église|allée des Tilleuls""",
    "GB": """Station Road|Mill Lane|High Street|Church Street|Victoria Works
Canal Street|Orchard Way|Market Place|Park Road|The Maltings|Dock Street
Bridge Street""",
}
# Country -> (share of the customers, towns as "postcode town")
TOWNS = {
    "FR": (
        70,
        """59000 Lille|80000 Amiens|76000 Rouen|35000 Rennes|44000 Nantes|29200 Brest
14000 Caen|49000 Angers|37000 Tours|45000 Orléans|75011 Paris|75015 Paris
93100 Montreuil|92000 Nanterre|94000 Créteil|77000 Melun|51100 Reims
57000 Metz|54000 Nancy|67000 Strasbourg|68100 Mulhouse|21000 Dijon
69003 Lyon|69100 Villeurbanne|38000 Grenoble|42000 Saint-Étienne
74000 Annecy|63000 Clermont-Ferrand|13002 Marseille|83000 Toulon|06000 Nice
84000 Avignon|34000 Montpellier|30000 Nîmes|66000 Perpignan|31000 Toulouse
33000 Bordeaux|64000 Pau|87000 Limoges|17000 La Rochelle|86000 Poitiers
24000 Périgueux""",
    ),
    "GB": (
        14,
        """LS1 4AP Leeds|M3 2BW Manchester|B3 1QG Birmingham|BS1 5TY Bristol
NG1 6DQ Nottingham|YO1 7HH York|NR2 1TF Norwich|EH6 6QU Edinburgh
CF10 1EP Cardiff|SO14 2AQ Southampton|EX1 1GE Exeter|CB2 3QJ Cambridge
SE1 3XF London|E2 8AA London""",
    ),
    "BE": (
        9,
        """1000 Bruxelles|4000 Liège|5000 Namur|6000 Charleroi|7000 Mons|1300 Wavre
7500 Tournai|4800 Verviers""",
    ),
    "CH": (
        7,
        """1201 Genève|1003 Lausanne|2000 Neuchâtel|1700 Fribourg|1950 Sion
1820 Montreux|2300 La Chaux-de-Fonds|2800 Delémont""",
    ),
}
# Numbers kept free for fiction; "#" stands for any digit.
FRENCH_PHONES = {
    "1": "+33 1 99 00 ## ##",
    "2": "+33 2 61 91 ## ##",
    "3": "+33 3 53 01 ## ##",
    "4": "+33 4 65 71 ## ##",
    "5": "+33 5 36 49 ## ##",
    "mobile": "+33 6 39 98 ## ##",
}
# By the first two figures of the postcode: the zone of the French numbering plan.
FRENCH_ZONES = {
    "1": "75 77 92 93 94",
    "2": "14 29 35 37 44 45 49 76",
    "3": "21 51 54 57 59 67 68 80",
    "4": "06 13 30 34 38 42 63 66 69 74 83 84",
    "5": "17 24 31 33 64 86 87",
}
BRITISH_PHONES = {
    "Leeds": "+44 113 496 0###",
    "Manchester": "+44 161 496 0###",
    "Birmingham": "+44 121 496 0###",
    "Bristol": "+44 117 496 0###",
    "Nottingham": "+44 115 496 0###",
    "Edinburgh": "+44 131 496 0###",
    "Cardiff": "+44 29 2018 0###",
    "London": "+44 20 7946 0###",
    "mobile": "+44 7700 900###",
}
FUNCTIONS = (
    "Owner",
    "Purchasing manager",
    "Office manager",
    "Operations manager",
    "Site manager",
    "Accounts",
)
