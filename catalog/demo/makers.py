"""Who makes what the demo sells, as the law wants it on the page."""

MAKERS = {
    "Andro": "Schöler & Micke Sportartikel Vertriebs GmbH, Dortmund, Germany",
    "Asics": "ASICS Corporation, Kobe, Japan",
    "Butterfly": "Tamasu Co., Ltd., Tokyo, Japan",
    "Cornilleau": "Cornilleau SAS, Breteuil, France",
    "DHS": "Shanghai Double Happiness Co., Ltd., Shanghai, China",
    "Donic": "DONIC Sportartikel GmbH, Völklingen, Germany",
    "Dr Neubauer": "Dr. Neubauer GmbH, Bonn, Germany",
    "Friendship 729": "Tianjin 729 Sporting Goods Co., Ltd., Tianjin, China",
    "GKI": "GKI Sports, Jalandhar, India",
    "Joola": "JOOLA Tischtennis GmbH, Siebeldingen, Germany",
    "Mizuno": "Mizuno Corporation, Osaka, Japan",
    "Nittaku": "Nippon Takkyu Co., Ltd., Tokyo, Japan",
    "Stag": "Stag International, Meerut, India",
    "Stiga": "STIGA Sports AB, Eskilstuna, Sweden",
    "Third Ball": "Third Ball Sports Retail, Pune, India (demo)",
    "Tibhar": "Tibhar Tibor Harangozo GmbH, Saarbrücken, Germany",
    "Victas": "VICTAS Inc., Tokyo, Japan",
    "Xiom": "Champion Co., Ltd., Seoul, South Korea",
    "Yasaka": "Yasaka Co., Ltd., Tokyo, Japan",
    "Yinhe": "Yinhe Sporting Goods Co., Ltd., Zhejiang, China",
}
