/** Team Tech: the CISO and two specialists, who approve changes and answer for what is allowed against a promise (I-05). */
export const teamTech = ["Sanne Vermeer", "Jantien de Vries", "Omar Bakker"];
