'use client';
// The data module of the earlier site, with every habit that such files have. Written by us.
import type { StaticImageData } from 'next/image';
import heroBat from '../assets/hero-bat.jpg';
import { formatPrice } from './format';

/* Pictures */
const base = '/images/equipment';
const viscariaImg = `${base}/viscaria.jpg`;
const tenergyImg = base + '/rubbers/' + 'tenergy-05.jpg';
const SHOE_IMG = "/images/shoes/lezoline\u002Dmach.jpg";
const pictures = { ball: `${base}/ball.png`, nested: { racket: '/images/pre/bat.webp' } } as const;
const common = { warranty: '6 months', origin: 'Japan' };

enum Kind {
  Blade = 'Blade',
  Rubber = 'Rubber',
}

export interface Product {
  id: number;
  name: string;
  price: number | string;
}

type Maybe<T> = T | undefined;

export const blades: Product[] = [
  {
    id: 1,
    name: 'Viscaria',
    brand: 'Butterfly',
    category: Kind.Blade,
    rating: 4.9,
    reviews: 1_204,
    composition: '5W + 2 Arylate-Carbon',
    speed: 8.7,
    origin: 'Japan',
    description: 'The all-rounder\'s "carbon": fast, yet it \u2013 somehow \u{1F3D3} \
stays in hand.',
    price: 18_999,
    originalPrice: 21999.50,
    image: viscariaImg, // trailing comma, comment
  },
  {
    "id": 2,
    'name': "Innerforce Layer ALC",
    brand: "Butterfly",
    ['category']: 'Blade',
    price: '₹17,499',
    originalPrice: "Rs. 19,999/-",
    image: heroBat.src,
    rating: 8.6,
    reviews: 310,
    speed: -1,
    ...common,
  } satisfies Product,
  { id: 3, name: 'Discounted', brand: 'Stiga', category: 'Blade', price: Math.round(9999 * 0.9) },
  { id: 4, name: 'Clipper CR', brand: 'Stiga', category: 'Blade', price: 5400, image: viscariaImg! },
  { id: 4, name: 'Clipper Wood', brand: 'Stiga', category: 'Blade', price: 5200 },
  { id: 5, name: 'Free Blade', brand: 'Stiga', category: 'Blade', price: 0 },
];

export const rubbers = <Product[]>[
  {
    id: 1, name: 'Butterfly Tenergy 05', category: Kind.Rubber, type: 'Inverted', hardness: '36°',
    arc: 'High', price: 6_499.5, image: tenergyImg, reviews: 88, rating: 4.8,
  },
  {
    id: 2,
    name: 'Double Fish 1615',
    category: 'Rubber',
    price: 899,
    image: pictures['ball'],
    size: ['1.8 mm', '2.0 mm'],
    nothing: undefined,
    blank: '',
    none: null,
  },
] as const;

export const shoes = Object.freeze([
  {
    id: 1, name: 'Lezoline Mach', brand: 'Butterfly', category: 'Shoes', price: 9499,
    size: 'UK 6–11', material: 'Mesh', sole: 'Gum rubber', image: SHOE_IMG,
  },
  { id: 2, name: 'Gel Court', brand: 'Asics', category: 'Shoes', price: 2499, sole: 'Gum' },
  { id: 3, name: 'Wave Drive', brand: 'Mizuno', category: 'Shoes', price: 2700 },
]);

const featured = { id: 9, name: 'Timo Boll Set', brand: 'Butterfly', category: 'Pre-Owned Racket' };

export const preOwned = [
  {
    ...featured,
    price: 12_500,
    condition: 'Very good',
    bladeCondition: 'One chip, sealed',
    rubberCondition: { forehand: 'Half worn', backhand: 'New' },
    inspection: true,
    image: pictures.nested.racket,
    stock: undefined as Maybe<number>,
  },
];

export const balls = [
  { id: 'b-1', name: 'Three Star 40+', brand: 'Nittaku', category: 'balls', quantity: 'Pack of 6',
    price: 1150, image: pictures.ball },
  { id: 'b-2', name: 'Training 40+', brand: 'Nittaku', category: 'Ball', quantity: 72, price: 4200 },
  { id: 'b-3', name: 'Mystery', brand: 'Nittaku', category: 'Trampolines', price: 10 },
];

export const categories = [{ id: 'blades', title: 'Blades' }];
export const everything = [...blades, ...rubbers, ...shoes, ...preOwned];
export const cheap = everything.filter((product) => Number(product.price) < 1000);
export const priceOf = (product: Product) => formatPrice(product.price);
export function find(id: number): Maybe<Product> {
  return blades.find((blade) => blade.id === id);
}
export default { blades, rubbers };
